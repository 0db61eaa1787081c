package dev.liveline.admin.json;

import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;

/// An RFC 6901 pointer into a tree. The empty pointer is the whole document.
public record Pointer(List<String> steps) implements Comparable<Pointer> {

    public static final Pointer ROOT = new Pointer(List.of());

    public Pointer {
        steps = List.copyOf(steps);
    }

    /// @param text as RFC 6901 writes it, e.g. `/model/messages/0`
    public static Pointer of(String text) {
        if (text.isEmpty()) {
            return ROOT;
        }
        List<String> steps = new ArrayList<>();
        for (String step : text.substring(1).split("/", -1)) {
            steps.add(step.replace("~1", "/").replace("~0", "~"));
        }
        return new Pointer(steps);
    }

    public Pointer child(String name) {
        List<String> longer = new ArrayList<>(steps);
        longer.add(name);
        return new Pointer(longer);
    }

    public Pointer child(int index) {
        return child(Integer.toString(index));
    }

    /// The pointer of what contains this; the root's parent is the root.
    public Pointer parent() {
        return steps.isEmpty() ? this : new Pointer(steps.subList(0, steps.size() - 1));
    }

    public String last() {
        return steps.isEmpty() ? "" : steps.getLast();
    }

    public boolean isRoot() {
        return steps.isEmpty();
    }

    /// The value there, a missing node if there is none.
    public JsonNode in(JsonNode document) {
        JsonNode at = document;
        for (String step : steps) {
            at = at.isArray() ? at.path(index(step)) : at.path(step);
        }
        return at;
    }

    /// An array index, or -1 for what is none.
    static int index(String step) {
        if (step.isEmpty() || step.length() > 9 || !step.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return -1;
        }
        return Integer.parseInt(step);
    }

    /// Document order as far as pointers tell: array elements by number, everything else by name.
    @Override
    public int compareTo(Pointer other) {
        int shared = Math.min(steps.size(), other.steps.size());
        for (int i = 0; i < shared; i++) {
            String a = steps.get(i);
            String b = other.steps.get(i);
            int order = index(a) >= 0 && index(b) >= 0 ? Integer.compare(index(a), index(b)) : a.compareTo(b);
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(steps.size(), other.steps.size());
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (String step : steps) {
            text.append('/').append(step.replace("~", "~0").replace("/", "~1"));
        }
        return text.toString();
    }
}
