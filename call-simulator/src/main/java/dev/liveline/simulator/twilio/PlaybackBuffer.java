package dev.liveline.simulator.twilio;

import dev.liveline.simulator.audio.FrameLog;
import dev.liveline.simulator.audio.MuLaw;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/// What Twilio holds of the audio it was sent and has not played yet: sound and marks in the order they came.
/// Sound plays in real time, 20 ms a step; a mark comes back once all before it was played, or at once when the buffer is cleared.
final class PlaybackBuffer {

    /// Pauses between words are shorter than this: 200 ms.
    private static final int HANGOVER_STEPS = 10;

    private final ArrayDeque<Item> items = new ArrayDeque<>();
    private final FrameLog played = new FrameLog();
    private int buffered;
    private int quietSteps = HANGOVER_STEPS;

    private sealed interface Item {

        record Sound(byte[] audio) implements Item {}

        record Mark(String name) implements Item {}
    }

    void sound(byte[] audio) {
        for (int at = 0; at < audio.length; at += MuLaw.FRAME) {
            int length = Math.min(MuLaw.FRAME, audio.length - at);
            var frame = new byte[length];
            System.arraycopy(audio, at, frame, 0, length);
            items.add(new Item.Sound(frame));
        }
        buffered += audio.length;
    }

    /// A mark; those that are due at once are returned.
    List<String> mark(String name) {
        if (buffered == 0) {
            return List.of(name);
        }
        items.add(new Item.Mark(name));
        return List.of();
    }

    /// Drops the sound; every pending mark is returned.
    List<String> clear() {
        var marks = items.stream().filter(Item.Mark.class::isInstance).map(item -> ((Item.Mark) item).name()).toList();
        items.clear();
        buffered = 0;
        return marks;
    }

    /// Plays 20 ms; the marks passed are returned.
    List<String> step() {
        var marks = new ArrayList<String>();
        boolean soundPlayed = false;
        quietSteps++;
        while (!items.isEmpty() && !(soundPlayed && items.peek() instanceof Item.Sound)) {
            switch (items.remove()) {
                case Item.Sound(var audio) -> {
                    played.add(audio);
                    buffered -= audio.length;
                    soundPlayed = true;
                    if (MuLaw.isLoud(audio)) {
                        quietSteps = 0;
                    }
                }
                case Item.Mark(var name) -> marks.add(name);
            }
        }
        return marks;
    }

    /// Whether somebody is heard at the moment, pauses between words included.
    boolean isAudible() {
        return quietSteps < HANGOVER_STEPS;
    }

    /// How much is held, in milliseconds.
    long bufferedMillis() {
        return buffered / 8;
    }

    FrameLog played() {
        return played;
    }
}
