package dev.liveline.router.control;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.liveline.router.RouterConfig;
import jakarta.enterprise.context.ApplicationScoped;

/// How agents and supervisors are called: from which number, for how long, and what Twilio says of a call that did not reach them.
@ApplicationScoped
public class AgentPhones {

    private static final Set<String> NOT_REACHED = Set.of("busy", "no-answer", "failed", "canceled");

    private final Optional<String> ownNumber;
    private final Duration ring;

    public AgentPhones(RouterConfig config) {
        this.ownNumber = config.twilio().phoneNumber().filter(number -> !number.isBlank());
        this.ring = config.commands().agentRing();
    }

    /// What they see who are called: the number the caller dialled, else our own; empty if there is neither.
    Optional<String> from(@Nullable String dialled) {
        return Optional.ofNullable(dialled).filter(number -> number.startsWith("+")).or(() -> ownNumber);
    }

    Duration ring() {
        return ring;
    }

    static boolean isNotReached(String status) {
        return NOT_REACHED.contains(status);
    }
}
