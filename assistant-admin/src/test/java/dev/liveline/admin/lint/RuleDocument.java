package dev.liveline.admin.lint;

import java.util.stream.Collectors;

/// `docs/lint-rules.md`, made from the rules.
final class RuleDocument {

    private RuleDocument() {}

    static String text() {
        StringBuilder text = new StringBuilder(
                """
                        # Lint rules

                        Made from the rules themselves (`LintRulesTest` compares; `-Dliveline.write=true` writes it anew). An **error** refuses a write, unless
                        it is waived by name (`?waive=<rule>,…`); `POST /assistants/lint?fix=true` applies the mechanical fixes of errors and warnings.

                        | rule | severity | of | what it wants | known from |
                        | --- | --- | --- | --- | --- |
                        """);
        for (Severity severity : Severity.values()) {
            Rules.ALL.stream()
                .filter(rule -> rule.severity() == severity)
                .forEach(rule -> text.append("| `")
                    .append(rule.id())
                    .append("` | ")
                    .append(severity.word())
                    .append(" | ")
                    .append(kinds(rule))
                    .append(" | ")
                    .append(rule.summary().replace("|", "\\|"))
                    .append(" | ")
                    .append(rule.source())
                    .append(" |\n"));
        }
        return text.toString();
    }

    private static String kinds(Rule rule) {
        return rule.kinds().stream().sorted().map(kind -> kind.word().replace('-', ' ')).collect(Collectors.joining(", "));
    }
}
