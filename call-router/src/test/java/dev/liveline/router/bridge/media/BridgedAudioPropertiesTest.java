package dev.liveline.router.bridge.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import dev.liveline.router.bridge.media.AssistantSignal.AssistantStarted;
import dev.liveline.router.bridge.media.AssistantSignal.AssistantStopped;
import dev.liveline.router.bridge.media.AssistantSignal.CallerInterrupted;
import dev.liveline.router.bridge.media.AssistantSignal.CallerStarted;

/// Random calls, ten seconds each: frames in bursts and gaps, connections that fill up, barge-ins at any moment, marks echoed late or all at
/// once by `clear`. After each step what must always hold is checked; a failure names the seed.
class BridgedAudioPropertiesTest {

    private static final int STEPS = 2_000;

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 200);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void holdsAtEveryStep(long seed) {
        new RandomCall(seed).run();
    }

    private static final class RandomCall {

        private final Random random;
        private final CallerEnd caller = new CallerEnd();
        private final AssistantEnd assistant = new AssistantEnd();
        private final List<BargeIn> bargeIns = new ArrayList<>();
        private final BridgedAudio bridged = new BridgedAudio(new AudioSettings(60, 2_000, 200, 60_000, 0, true, 0, 120),
                caller, assistant, bargeIns::add, 0);
        private final List<String> offeredToAssistant = new ArrayList<>();
        private final List<String> offeredToCaller = new ArrayList<>();
        /// Belongs to an utterance that was cut.
        private final Set<String> cut = new HashSet<>();
        /// Came after the platform's word that it was interrupted, and before the next start.
        private final Set<String> unwanted = new HashSet<>();
        private boolean cutting;
        private boolean interrupted;
        private long now;
        private long chunk;
        private int tag;
        private boolean speaking;
        private int echoed;
        private int checked;
        private int clears;

        RandomCall(long seed) {
            this.random = new Random(seed);
        }

        void run() {
            for (int step = 0; step < STEPS; step++) {
                now += random.nextInt(10_000);
                switch (random.nextInt(12)) {
                    case 0, 1, 2 -> callerFrames(1 + random.nextInt(random.nextInt(10) == 0 ? 10 : 2));
                    case 3, 4, 5 -> assistantFrames(1 + random.nextInt(random.nextInt(10) == 0 ? 40 : 2));
                    case 6, 7, 8 -> bridged.tick(now);
                    case 9 -> speak();
                    case 10 -> connections();
                    case 11 -> echo();
                    default -> throw new AssertionError();
                }
                check();
            }
            settle();
        }

        private void callerFrames(int count) {
            for (int i = 0; i < count; i++) {
                chunk++;
                bridged.callerAudio(chunk, chunk * 20, Tagged.frame((int) chunk), now);
                offeredToAssistant.add(String.valueOf(chunk));
            }
        }

        private void assistantFrames(int count) {
            if (!speaking) {
                return;
            }
            for (int i = 0; i < count; i++) {
                tag++;
                bridged.assistantAudio(Tagged.frame(tag), now);
                offeredToCaller.add(String.valueOf(tag));
                if (cutting) {
                    cut.add(String.valueOf(tag));
                }
                if (interrupted) {
                    unwanted.add(String.valueOf(tag));
                }
            }
        }

        private void speak() {
            switch (random.nextInt(4)) {
                case 0 -> {
                    bridged.signal(new AssistantStarted(), now);
                    speaking = true;
                    cutting = false;
                    interrupted = false;
                }
                case 1 -> bridged.signal(new AssistantStopped(), now);
                case 2 -> bargeIn(new CallerStarted());
                case 3 -> {
                    bargeIn(new CallerInterrupted());
                    interrupted = true;
                }
                default -> throw new AssertionError();
            }
        }

        /// Whatever was offered before a barge-in belongs to what was cut, and so does what comes before the next start.
        private void bargeIn(AssistantSignal signal) {
            int before = bargeIns.size();
            bridged.signal(signal, now);
            if (bargeIns.size() > before) {
                cut.addAll(offeredToCaller);
                cutting = true;
            }
        }

        private void connections() {
            caller.full = random.nextInt(4) == 0;
            assistant.full = random.nextInt(4) == 0;
        }

        /// Marks come back in order, each at most once.
        private void echo() {
            List<String> marks = caller.marks();
            if (echoed < marks.size()) {
                bridged.markEchoed(marks.get(echoed++), now);
            }
        }

        private void check() {
            for (String one : caller.sent.subList(checked, caller.sent.size())) {
                if (one.equals("clear")) {
                    clears++;
                } else if (clears == bargeIns.size() && cut.contains(one)) {
                    throw new AssertionError("frame " + one + " of a cut utterance was sent after clear");
                }
            }
            checked = caller.sent.size();
            assertThat(clears).isEqualTo(bargeIns.size());
        }

        /// Once connections take everything and time passes, nothing is left over, nothing is out of order and nothing was lost.
        private void settle() {
            caller.full = false;
            assistant.full = false;
            for (int i = 0; i < 4_000; i++) {
                now += 20_000;
                bridged.tick(now);
            }
            MediaQuality quality = bridged.quality();
            assertThat(assistant.lengths).containsOnly(MuLaw.FRAME_BYTES);
            List<String> reached = assistant.sounding();
            assertThat(reached).hasSize(offeredToAssistant.size() - (int) quality.callerPushedOut());
            assertSubsequence(reached, offeredToAssistant);
            assertSubsequence(caller.audio(), offeredToCaller);
            assertThat(quality.assistantPushedOut()).isZero();
            Set<String> unheard = new HashSet<>(offeredToCaller);
            unheard.removeAll(new HashSet<>(caller.audio()));
            unheard.removeAll(cut);
            unheard.removeAll(unwanted);
            assertThat(unheard).as("neither heard nor cut").isEmpty();
        }

        private static void assertSubsequence(List<String> part, List<String> whole) {
            int at = 0;
            for (String one : part) {
                while (at < whole.size() && !whole.get(at).equals(one)) {
                    at++;
                }
                assertThat(at).as("%s in order", one).isLessThan(whole.size());
                at++;
            }
        }
    }
}
