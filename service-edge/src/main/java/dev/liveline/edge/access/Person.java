package dev.liveline.edge.access;

import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;

import jakarta.json.JsonString;

import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

import io.quarkus.security.identity.SecurityIdentity;

/// The holder of a token.
///
/// @param name      the token's `sub`, shown as who did something
/// @param roles     of [Roles], implied ones included
/// @param teams     whose calls an agent sees
/// @param expiresAt when the token expires, epoch milliseconds; [Long#MAX_VALUE] if it does not
public record Person(String name, Set<String> roles, Set<String> teams, long expiresAt) {

    public Person {
        roles = Set.copyOf(roles);
        teams = Set.copyOf(teams);
    }

    /// @return null for somebody without a token of ours
    public static @Nullable Person of(SecurityIdentity identity) {
        if (identity.isAnonymous() || !(identity.getPrincipal() instanceof JsonWebToken token)) {
            return null;
        }
        String name = token.getSubject() == null ? token.getName() : token.getSubject();
        Set<String> roles = identity.getRoles()
            .stream()
            .flatMap(role -> Roles.implied(role).stream())
            .collect(Collectors.toSet());
        long expiresAt = token.getExpirationTime() == 0 ? Long.MAX_VALUE : token.getExpirationTime() * 1000;
        return new Person(name, roles, teams(token.getClaim("teams")), expiresAt);
    }

    public boolean hasRole(String role) {
        return roles.contains(role);
    }

    /// Whether this person may see calls of a team. A call without a team is seen by supervisors only.
    public boolean sees(@Nullable String team) {
        return hasRole(Roles.SUPERVISOR) || (hasRole(Roles.AGENT) && team != null && teams.contains(team));
    }

    private static Set<String> teams(@Nullable Object claim) {
        return switch (claim) {
            case Collection<?> list -> list.stream().map(Person::text).collect(Collectors.toSet());
            case String one -> Set.of(one);
            case null, default -> Set.of();
        };
    }

    private static String text(Object item) {
        return item instanceof JsonString json ? json.getString() : item.toString();
    }
}
