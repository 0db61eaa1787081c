package dev.liveline.transcript.call;

import java.util.ArrayList;
import java.util.List;

/// What the assistant set out to say, and when each word is over: so that one can tell what was heard of it when it is cut.
///
/// @param turn      the platform's number of the assistant's turn; -1 if it gave none
/// @param text      the whole text
/// @param startedAt when it began to sound, epoch milliseconds
/// @param words     with the white space between them as the provider gave it; empty if there is no word timing
/// @param endsMs    the end of each word, milliseconds from `startedAt`
public record SpokenPlan(int turn, String text, long startedAt, List<String> words, List<Integer> endsMs) {

    /// More words than anybody says in one go; what is beyond has no timing.
    public static final int MAX_WORDS = 400;

    public SpokenPlan {
        int timed = Math.min(MAX_WORDS, Math.min(words.size(), endsMs.size()));
        words = List.copyOf(words.subList(0, timed));
        endsMs = List.copyOf(endsMs.subList(0, timed));
    }

    /// This as a later part of the turn that another plan began: what was heard of that one by now stands before its words.
    SpokenPlan following(SpokenPlan before) {
        String heard = isTimed() ? before.heardBy(startedAt) : "";
        if (heard.isEmpty()) {
            return this;
        }
        List<String> all = new ArrayList<>(words);
        all.addFirst(heard);
        List<Integer> ends = new ArrayList<>(endsMs);
        ends.addFirst(0);
        return new SpokenPlan(turn, text, startedAt, all, ends);
    }

    /// Whether the words have times.
    public boolean isTimed() {
        return !words.isEmpty();
    }

    /// The words that were over at a time; empty if none was.
    public String heardBy(long time) {
        StringBuilder heard = new StringBuilder();
        for (int i = 0; i < words.size() && startedAt + endsMs.get(i) <= time; i++) {
            String word = words.get(i);
            boolean glued = heard.isEmpty() || word.isBlank() || Character.isWhitespace(heard.charAt(heard.length() - 1));
            heard.append(glued ? "" : " ").append(word);
        }
        return heard.toString().strip();
    }

    @Override
    public String toString() {
        return "SpokenPlan[turn " + turn + ", text hidden]";
    }
}
