package dev.liveline.admin.api;

import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;

import dev.liveline.admin.apply.Outcome;
import dev.liveline.admin.json.Trees;
import dev.liveline.admin.plan.Action;
import dev.liveline.admin.plan.Change;
import dev.liveline.admin.plan.DriftState;
import dev.liveline.admin.plan.Standing;

/// Plans and drift for a terminal.
final class ReadableText {

    private static final int WIDEST = 60;

    private ReadableText() {}

    static String of(Outcome outcome) {
        StringBuilder text = new StringBuilder();
        for (Change change : outcome.changes()) {
            if (change.action() == Action.NONE) {
                continue;
            }
            text.append(sign(change.action())).append(' ').append(change.key());
            change.drift()
                .ifPresent(state -> text.append("  (").append(state.word()).append(": overwrites a change made at Vapi)"));
            text.append('\n');
            if (change.action() == Action.UPDATE) {
                change.fields().forEach(field -> field(field.json(), text));
            }
            change.notes().forEach(note -> text.append("    note: ").append(note).append('\n'));
        }
        outcome.findings()
            .forEach(finding -> text.append("! ")
                .append(finding.path("kind").asText())
                .append(' ')
                .append(finding.path("name").asText())
                .append(' ')
                .append(finding.path("pointer").asText())
                .append(": ")
                .append(finding.path("message").asText())
                .append(" [")
                .append(finding.path("severity").asText())
                .append(' ')
                .append(finding.path("rule").asText())
                .append("]\n"));
        outcome.kept().forEach(key -> text.append("  kept, though not in the document: ").append(key).append('\n'));
        text.append(count(outcome, Action.CREATE))
            .append(outcome.made() ? " created, " : " to create, ")
            .append(count(outcome, Action.UPDATE))
            .append(outcome.made() ? " updated, " : " to update, ")
            .append(count(outcome, Action.DELETE))
            .append(outcome.made() ? " deleted, " : " to delete, ")
            .append(count(outcome, Action.NONE))
            .append(" unchanged.\n");
        if (outcome.refused() > 0) {
            text.append("! An apply would be refused: ")
                .append(outcome.refused())
                .append(outcome.refused() == 1 ? " error" : " errors")
                .append(" of lint, above. Mend or waive.\n");
        }
        outcome.snapshot()
            .ifPresent(id -> text.append("To go back: ./liveline assistants rollback --to ").append(id).append('\n'));
        outcome.underWay()
            .ifPresent(other -> text.append("! ").append(other.text()).append(" This may be out of date then.\n"));
        return text.toString();
    }

    static String of(List<Standing> standings) {
        StringBuilder text = new StringBuilder();
        for (Standing standing : standings) {
            if (standing.state() != DriftState.CLEAN) {
                text.append(standing.state().word()).append("  ").append(standing.key()).append('\n');
                standing.json().path("fields").forEach(field -> field(field, text));
            }
        }
        long clean = standings.stream().filter(standing -> standing.state() == DriftState.CLEAN).count();
        return text.append(standings.size() - clean).append(" drifted, ").append(clean).append(" clean.\n").toString();
    }

    private static void field(JsonNode field, StringBuilder text) {
        text.append("    ")
            .append(field.has("side") ? field.path("side").asText() + " " : "")
            .append(field.path("pointer").asText().isEmpty() ? "(all of it)" : field.path("pointer").asText())
            .append(": ");
        text.append(field.path("secret").asBoolean() ? "(secret)"
                : value(field.path("before")) + " -> " + value(field.path("after")))
            .append('\n');
    }

    private static String value(JsonNode value) {
        String text = value.isMissingNode() ? "(none)" : Trees.write(value);
        return text.length() > WIDEST ? text.substring(0, WIDEST - 1) + "…" : text;
    }

    private static String sign(Action action) {
        return switch (action) {
            case CREATE -> "+";
            case UPDATE -> "~";
            case DELETE -> "-";
            case NONE -> " ";
        };
    }

    private static long count(Outcome outcome, Action action) {
        return outcome.changes().stream().filter(change -> change.action() == action).count();
    }
}
