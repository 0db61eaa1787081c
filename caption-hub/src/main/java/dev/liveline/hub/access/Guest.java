package dev.liveline.hub.access;

import dev.liveline.edge.access.Person;

/// Somebody who got in, and until when.
///
/// @param issuedAt when the token was issued, epoch milliseconds; 0 if it does not say
public record Guest(Person person, long issuedAt) {

    long expiresAt() {
        return person.expiresAt();
    }
}
