package dev.liveline.admin.lint;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.liveline.admin.Kind;
import dev.liveline.admin.json.Patch;
import dev.liveline.admin.json.Pointer;
import dev.liveline.admin.schema.Misfit;
import dev.liveline.admin.schema.Shapes;

/// Runs the rules over an assistant, a phone number or a tool, and applies what can be fixed without thinking.
public final class Linter {

    /// A fix can uncover the next one (a moved URL wants a `backoffPlan`); no real document takes more than a few rounds.
    private static final int ROUNDS = 12;

    private final Expectations expectations;

    public Linter(Expectations expectations) {
        this.expectations = expectations;
    }

    /// All findings, worst first, then in document order. The document is not changed.
    public List<Finding> lint(Kind kind, ObjectNode document) {
        Subject subject = new Subject(document, expectations, misfits(kind, document));
        List<Finding> findings = new ArrayList<>();
        Set<Pointer> spokenFor = new HashSet<>();
        for (Rule rule : Rules.of(kind)) {
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

    private List<Misfit> misfits(Kind kind, ObjectNode document) {
        return switch (kind) {
            case ASSISTANT -> Shapes.misfits(Shapes.ASSISTANT, withKnownProviders(document));
            case PHONE_NUMBER -> Shapes.misfits(Shapes.PHONE_NUMBERS, document);
            case TOOL -> Shapes.misfits(Shapes.TOOLS, document);
        };
    }

    /// A misspelled provider must not hide what else is wrong beside it.
    private ObjectNode withKnownProviders(ObjectNode assistant) {
        ObjectNode corrected = assistant.deepCopy();
        ProviderRule.PROVIDER_MISSPELLED.check(new Subject(assistant, expectations, List.of()))
            .forEach(hit -> hit.patch().forEach(step -> step.apply(corrected)));
        return corrected;
    }

    /// A copy with every mechanical fix of errors and warnings applied, round by round until nothing is left to fix.
    public ObjectNode fix(Kind kind, ObjectNode document) {
        ObjectNode fixed = document.deepCopy();
        for (int round = 0; round < ROUNDS; round++) {
            List<Finding> fixable = lint(kind, fixed).stream()
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
