package dev.liveline.admin.lint;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.liveline.admin.Kind;
import dev.liveline.admin.json.Patch;
import dev.liveline.admin.json.Pointer;
import dev.liveline.admin.schema.Shapes;

/// Runs the rules over an assistant, and applies what can be fixed without thinking.
public final class Linter {

    /// A fix can uncover the next one (a moved URL wants a `backoffPlan`); no real assistant takes more than a few rounds.
    private static final int ROUNDS = 12;

    private final Expectations expectations;

    public Linter(Expectations expectations) {
        this.expectations = expectations;
    }

    /// All findings, worst first, then in document order. The document is not changed.
    public List<Finding> lint(ObjectNode assistant) {
        Subject subject = new Subject(assistant, expectations, Shapes.misfits(Shapes.ASSISTANT, withKnownProviders(assistant)));
        List<Finding> findings = new ArrayList<>();
        Set<Pointer> spokenFor = new HashSet<>();
        for (Rule rule : Rules.ALL) {
            for (Hit hit : rule.check(subject)) {
                if (!(rule instanceof ShapeRule) || !spokenFor.contains(hit.at())) {
                    findings.add(Finding.of(rule, hit));
                }
                if (!(rule instanceof ShapeRule) && rule.severity() == Severity.ERROR) {
                    spokenFor.add(hit.at());
                }
            }
        }
        findings.sort(Comparator.comparing(Finding::severity).thenComparing(Finding::at));
        return List.copyOf(findings);
    }

    /// The same for any kind: phone numbers and tools are held against the schema only.
    public List<Finding> lint(Kind kind, ObjectNode document) {
        return switch (kind) {
            case ASSISTANT -> lint(document);
            case PHONE_NUMBER -> shape(Shapes.named("PhoneNumberDTO"), document);
            case TOOL -> shape(Shapes.named("ToolDTO"), document);
        };
    }

    private List<Finding> shape(List<String> names, ObjectNode document) {
        Subject subject = new Subject(document, expectations, Shapes.misfits(names, document));
        return Stream.of(ShapeRule.values())
            .flatMap(rule -> rule.check(subject).stream().map(hit -> Finding.of(rule, hit)))
            .sorted(Comparator.comparing(Finding::at))
            .toList();
    }

    /// A misspelled provider must not hide what else is wrong beside it.
    private ObjectNode withKnownProviders(ObjectNode assistant) {
        ObjectNode corrected = assistant.deepCopy();
        ProviderRule.PROVIDER_MISSPELLED.check(new Subject(assistant, expectations, List.of()))
            .forEach(hit -> hit.patch().forEach(step -> step.apply(corrected)));
        return corrected;
    }

    /// A copy with every mechanical fix of errors and warnings applied, round by round until nothing is left to fix.
    public ObjectNode fix(ObjectNode assistant) {
        ObjectNode fixed = assistant.deepCopy();
        for (int round = 0; round < ROUNDS; round++) {
            List<Finding> fixable = lint(fixed).stream()
                .filter(finding -> finding.severity() != Severity.ADVICE && !finding.patch().isEmpty())
                .sorted(Comparator.comparing(Finding::at).reversed())
                .toList();
            if (fixable.isEmpty()) {
                return fixed;
            }
            // From the end of the document to its start, so that removing an element does not move one still to be fixed.
            for (Finding finding : fixable) {
                for (Patch step : finding.patch()) {
                    step.apply(fixed);
                }
            }
        }
        return fixed;
    }
}
