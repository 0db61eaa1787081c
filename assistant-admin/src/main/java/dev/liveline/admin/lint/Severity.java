package dev.liveline.admin.lint;

import java.util.Locale;

/// How bad a finding is.
public enum Severity {

    /// Vapi rejects it, or the call is not captioned: a write is refused.
    ERROR,
    /// It works, but callers or operators will notice.
    WARNING,
    /// Better done otherwise; never applied by `fix=true`.
    ADVICE;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
