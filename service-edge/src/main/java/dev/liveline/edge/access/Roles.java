package dev.liveline.edge.access;

import java.util.Set;

/// The roles; each holds the ones after it: admin ⊇ supervisor ⊇ agent.
public final class Roles {

    public static final String ADMIN = "admin";
    public static final String SUPERVISOR = "supervisor";
    public static final String AGENT = "agent";

    private Roles() {}

    /// The roles that a role of a token stands for; none for a role that is not ours.
    public static Set<String> implied(String role) {
        return switch (role) {
            case ADMIN -> Set.of(ADMIN, SUPERVISOR, AGENT);
            case SUPERVISOR -> Set.of(SUPERVISOR, AGENT);
            case AGENT -> Set.of(AGENT);
            default -> Set.of();
        };
    }
}
