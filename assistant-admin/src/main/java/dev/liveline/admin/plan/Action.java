package dev.liveline.admin.plan;

import java.util.Locale;

/// What a plan does with a resource.
public enum Action {
    CREATE, UPDATE, DELETE, NONE;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
