package dev.liveline.admin.lint;

import java.util.List;
import java.util.Set;
import java.util.function.Function;

import dev.liveline.admin.Kind;

/// What a rule is made of.
///
/// @param summary what the rule wants, in one sentence
/// @param source  where it is known from
/// @param kinds   what it looks at: assistants, unless it says otherwise
record Spec(Severity severity, String summary, String source, Set<Kind> kinds, Function<Subject, List<Hit>> check) {

    /// Assistants and phone numbers, which both have a `server`.
    static final Set<Kind> SERVED = Set.of(Kind.ASSISTANT, Kind.PHONE_NUMBER);

    static Spec error(String summary, String source, Function<Subject, List<Hit>> check) {
        return new Spec(Severity.ERROR, summary, source, Set.of(Kind.ASSISTANT), check);
    }

    static Spec warning(String summary, String source, Function<Subject, List<Hit>> check) {
        return new Spec(Severity.WARNING, summary, source, Set.of(Kind.ASSISTANT), check);
    }

    static Spec advice(String summary, String source, Function<Subject, List<Hit>> check) {
        return new Spec(Severity.ADVICE, summary, source, Set.of(Kind.ASSISTANT), check);
    }

    /// The same for other kinds.
    Spec of(Set<Kind> others) {
        return new Spec(severity, summary, source, Set.copyOf(others), check);
    }
}
