package dev.liveline.transcript.call;

import java.util.ArrayList;
import java.util.List;

/// What the assistant set out to say, and when each word is over: so that one can tell what was heard of it when it is cut.
///
/// @param turn      the platform's number of the assistant's turn; -1 if it gave none
/// @param text      the whole text
/// @param startedAt when it began to sound, epoch milliseconds
/// @param words     with the white space between them as the provider gave it; empty if there is no word timing
/// @param endsMs    the end of each word, milliseconds from `startedAt`; negative for words of the turn's earlier parts
public record SpokenPlan(int turn, String text, long startedAt, List<String> words, List<Integer> endsMs) {

    /// More words than anybody says in one go; what is beyond has no timing.
    public static final int MAX_WORDS = 400;

    public SpokenPlan {
        int timed = Math.min(MAX_WORDS, Math.min(words.size(), endsMs.size()));
        words = List.copyOf(words.subList(0, timed));
        endsMs = List.copyOf(endsMs.subList(0, timed));
    }

    /// This as a later part of the turn that another plan began: the words of that one which were over when this began stand before its own.
    SpokenPlan following(SpokenPlan before) {
        if (!isTimed()) {
            return this;
        }
        List<String> all = new ArrayList<>();
        List<Integer> ends = new ArrayList<>();
        long between = startedAt - before.startedAt;
        // Told again, its own words stand behind those of the parts before it: not behind themselves.
        long over = between == 0 ? -1 : between;
        for (int i = 0; i < before.words.size() && before.endsMs.get(i) <= over; i++) {
            all.add(before.words.get(i));
            ends.add((int) Math.max(Integer.MIN_VALUE, before.endsMs.get(i) - between));
        }
        int tooMany = Math.clamp(all.size() + words.size() - MAX_WORDS, 0, all.size());
        all.subList(0, tooMany).clear();
        ends.subList(0, tooMany).clear();
        all.addAll(words);
        ends.addAll(endsMs);
        return new SpokenPlan(turn, text, startedAt, all, ends);
    }

    /// Whether the words have times.
    public boolean isTimed() {
        return !words.isEmpty();
    }

    /// The words that were over at a time but not at an earlier one; empty if there are none.
    ///
    /// @param after epoch milliseconds, as is `time`
    public String heard(long after, long time) {
        StringBuilder heard = new StringBuilder();
        for (int i = 0; i < words.size() && startedAt + endsMs.get(i) <= time; i++) {
            if (startedAt + endsMs.get(i) <= after) {
                continue;
            }
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
