package dev.liveline.admin.lint;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Which of many names somebody may have meant.
final class Likeness {

    private static final int MOST = 3;

    /// A name of which more than this part is other letters was not meant.
    private static final double FARTHEST = 0.4;

    private record Candidate(String name, int distance) {}

    private Likeness() {}

    /// Up to three names that are nearest, the nearest first; empty if none is near.
    ///
    /// @param plain how both sides are read before they are compared
    static Optional<String> nearest(String given, List<String> names, UnaryOperator<String> plain) {
        List<String> near = names.stream()
            .map(name -> new Candidate(name, distance(plain.apply(given), plain.apply(name))))
            .filter(candidate -> candidate.distance() <= FARTHEST * Math.max(2, given.length()))
            .sorted(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::name))
            .limit(MOST)
            .map(Candidate::name)
            .toList();
        return near.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", near));
    }

    /// How many letters have to be put, taken or changed (Levenshtein).
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
