package dev.liveline.admin.catalogue;

import java.time.Duration;
import java.util.UUID;
import java.util.function.Supplier;

import jakarta.enterprise.context.ApplicationScoped;

import dev.liveline.admin.Kind;
import dev.liveline.edge.problem.Problem;

/// Keeps two writes of Liveline with the same `If-Match` from both winning: Vapi has no conditional write, so version check and write are done
/// under a short lock. (An edit in Vapi's dashboard within the same moment cannot be kept out.)
@ApplicationScoped
class Guard {

    /// Longer than a request waits for Vapi, so that it does not end before its holder.
    private static final Duration LEASE = Duration.ofSeconds(75);

    private final Claims claims;

    Guard(Claims claims) {
        this.claims = claims;
    }

    <T> T alone(Kind kind, String id, Supplier<T> write) {
        String name = "liveline:admin:write:" + kind.word() + ":" + id;
        String token = UUID.randomUUID().toString();
        if (!claims.take(name, token, LEASE)) {
            throw Problem.of(412, "Another conditional write of this resource is under way; read it again.")
                .code("version-changed");
        }
        try {
            return write.get();
        } finally {
            claims.free(name, token);
        }
    }
}
