package dev.liveline.admin.plan;

import java.util.Locale;

/// Where a resource stands against what was last applied.
public enum DriftState {
    /// As applied.
    CLEAN,
    /// The files (or the wiring) changed, or an apply did not come to its end.
    LOCAL_AHEAD,
    /// Somebody changed or deleted it at Vapi.
    REMOTE_AHEAD,
    /// Both.
    DIVERGED;

    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static DriftState of(boolean local, boolean remote) {
        return local && remote ? DIVERGED : local ? LOCAL_AHEAD : remote ? REMOTE_AHEAD : CLEAN;
    }
}
