package dev.liveline.admin.lint;

import java.util.List;
import java.util.function.Function;

/// What a rule is made of.
///
/// @param summary what the rule wants, in one sentence
/// @param source  where it is known from
record Spec(Severity severity, String summary, String source, Function<Subject, List<Hit>> check) {

    static Spec error(String summary, String source, Function<Subject, List<Hit>> check) {
        return new Spec(Severity.ERROR, summary, source, check);
    }

    static Spec warning(String summary, String source, Function<Subject, List<Hit>> check) {
        return new Spec(Severity.WARNING, summary, source, check);
    }

    static Spec advice(String summary, String source, Function<Subject, List<Hit>> check) {
        return new Spec(Severity.ADVICE, summary, source, check);
    }
}
