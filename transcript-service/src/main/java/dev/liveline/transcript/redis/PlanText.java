package dev.liveline.transcript.redis;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.liveline.transcript.call.SpokenPlan;

/// A [SpokenPlan] as one field: its parts separated by control characters that no text of a voice provider holds.
final class PlanText {

    private static final String PART = "\u001e";
    private static final String ITEM = "\u001f";

    private PlanText() {}

    static String write(@Nullable SpokenPlan plan) {
        if (plan == null) {
            return "";
        }
        List<String> ends = plan.endsMs().stream().map(String::valueOf).toList();
        List<String> words = plan.words().stream().map(PlanText::clean).toList();
        return plan.turn() + PART + plan.startedAt() + PART + clean(plan.text()) + PART + String.join(ITEM, words) + PART
                + String.join(ITEM, ends);
    }

    static @Nullable SpokenPlan read(String text) {
        if (text.isEmpty()) {
            return null;
        }
        String[] parts = text.split(PART, -1);
        List<Integer> ends = new ArrayList<>();
        for (String end : items(parts[4])) {
            ends.add(Integer.valueOf(end));
        }
        return new SpokenPlan(Integer.parseInt(parts[0]), parts[2], Long.parseLong(parts[1]), items(parts[3]), ends);
    }

    private static List<String> items(String joined) {
        return joined.isEmpty() ? List.of() : List.of(joined.split(ITEM, -1));
    }

    private static String clean(String text) {
        return text.replace(PART, " ").replace(ITEM, " ");
    }
}
