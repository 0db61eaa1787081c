package dev.liveline.router.bridge.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import dev.liveline.router.bridge.media.AssistantSignal.AssistantSpeaks;
import dev.liveline.router.bridge.media.AssistantSignal.AssistantStarted;
import dev.liveline.router.bridge.media.AssistantSignal.AssistantStopped;
import dev.liveline.router.bridge.media.AssistantSignal.CallerInterrupted;
import dev.liveline.router.bridge.media.AssistantSignal.CallerStarted;
import dev.liveline.router.bridge.media.AssistantSignal.CallerStopped;

class BridgedAudioTest {

    private static final int CUT = 1_000;
    private static final int NEXT = 2_000;

    private final CallerEnd caller = new CallerEnd();
    private final AssistantEnd assistant = new AssistantEnd();
    private final List<BargeIn> bargeIns = new ArrayList<>();
    private BridgedAudio bridged = with(AudioSettings.defaults());
    private long now;

    private BridgedAudio with(AudioSettings settings) {
        return new BridgedAudio(settings, caller, assistant, bargeIns::add, 0);
    }

    private void signal(AssistantSignal signal) {
        bridged.signal(signal, now);
    }

    /// The assistant speaks in real time: a frame and a tick each 20 ms.
    private void says(int firstTag, int frames) {
        for (int i = 0; i < frames; i++) {
            bridged.assistantAudio(Tagged.frame(firstTag + i), now);
            pass(20);
        }
    }

    private void pass(int millis) {
        for (int left = millis; left > 0; left -= 20) {
            now += Math.min(20, left) * 1_000L;
            bridged.tick(now);
        }
    }

    private void echoAllMarks() {
        caller.marks().forEach(name -> bridged.markEchoed(name, now));
    }

    private static List<String> tags(int first, int count) {
        return IntStream.range(first, first + count).mapToObj(String::valueOf).toList();
    }

    @Nested
    class WhileTheAssistantSpeaksInRealTime {

        @Test
        void eachFrameGoesToTheCallerAtOnce() {
            signal(new AssistantStarted());
            bridged.assistantAudio(Tagged.frame(1), now);

            assertThat(caller.sent).containsExactly("mark:0.1.0", "1");
        }

        @Test
        void marksFollowEachSecondAndTheEnd() {
            signal(new AssistantStarted());
            says(0, 120);
            signal(new AssistantStopped());

            assertThat(caller.marks()).containsExactly("0.1.0", "0.1.1000", "0.1.2000", "0.1.2400");
        }

        @Test
        void aNewUtteranceHasPositionsOfItsOwn() {
            signal(new AssistantStarted());
            says(0, 10);
            signal(new AssistantStopped());
            signal(new AssistantStarted());
            says(10, 10);

            assertThat(caller.marks()).containsExactly("0.1.0", "0.1.200", "0.2.0");
        }

        @Test
        void longPiecesAreSentInTwentyMillisecondsEach() {
            bridged.assistantAudio(new byte[400], now);

            assertThat(caller.audio()).hasSize(3);
        }
    }

    @Nested
    class WhenTheAssistantIsAheadOfRealTime {

        @Test
        void theCallerSideIsGivenNoMoreThanTheLead() {
            signal(new AssistantStarted());
            for (int i = 0; i < 500; i++) {
                bridged.assistantAudio(Tagged.frame(i), now);
            }
            assertThat(caller.audio()).hasSize(10);

            pass(1_000);
            assertThat(caller.audio()).containsExactlyElementsOf(tags(0, 60));

            pass(10_000);
            assertThat(caller.audio()).containsExactlyElementsOf(tags(0, 500));
        }

        @Test
        void silenceBetweenUtterancesDoesNotKeepTheDelayOfAStall() {
            signal(new AssistantStarted());
            says(0, 10);
            signal(new AssistantStopped());
            pass(2_000);
            for (int i = 0; i < 100; i++) {
                bridged.assistantAudio(MuLaw.silentFrame(), now);
            }

            signal(new AssistantStarted());
            says(10, 10);

            assertThat(caller.audio()).endsWith(tags(10, 10).toArray(String[]::new));
            assertThat(bridged.quality().skipped()).isBetween(90L, 96L);
        }

        @Test
        void silenceWithinAnUtteranceIsPlayed() {
            signal(new AssistantStarted());
            for (int i = 0; i < 50; i++) {
                bridged.assistantAudio(i % 2 == 0 ? Tagged.frame(i) : MuLaw.silentFrame(), now);
            }

            pass(1_000);

            assertThat(caller.audio()).hasSize(50);
        }

        @Test
        void overTheBoundTheOldestGoes() {
            bridged = with(new AudioSettings(60, 1_000, 200, 1_000, 0, true, 0, 120));
            for (int i = 0; i < 100; i++) {
                bridged.assistantAudio(Tagged.frame(i), now);
            }

            pass(3_000);

            assertThat(bridged.quality().assistantPushedOut()).isEqualTo(40);
            assertThat(caller.audio()).hasSize(60).endsWith("99");
        }

        @Test
        void aCallerSideThatTakesNothingHoldsItBack() {
            caller.full = true;
            for (int i = 0; i < 5; i++) {
                bridged.assistantAudio(Tagged.frame(i), now);
            }
            pass(100);
            assertThat(caller.audio()).isEmpty();

            caller.full = false;
            pass(20);

            assertThat(caller.audio()).containsExactlyElementsOf(tags(0, 5));
        }
    }

    @Nested
    class WhenTheCallerBargesIn {

        private void assistantIsAheadByASecond() {
            signal(new AssistantStarted());
            for (int i = 0; i < 50; i++) {
                bridged.assistantAudio(Tagged.frame(CUT + i), now);
            }
            pass(100);
        }

        @Test
        void clearIsTheLastThingOfTheUtterance() {
            assistantIsAheadByASecond();

            signal(new CallerStarted());
            says(CUT + 50, 30);

            assertThat(caller.sent).endsWith("clear");
            assertThat(bargeIns).hasSize(1);
            assertThat(bridged.quality().cut()).isEqualTo(30);
        }

        @Test
        void theNextUtteranceIsHeard() {
            assistantIsAheadByASecond();
            signal(new CallerStarted());
            says(CUT + 50, 10);

            signal(new AssistantStarted());
            says(NEXT, 10);

            assertThat(caller.audio()).endsWith(tags(NEXT, 10).toArray(String[]::new));
            assertThat(caller.sent.subList(caller.sent.indexOf("clear") + 1, caller.sent.size()))
                .containsExactlyElementsOf(
                        java.util.stream.Stream.concat(java.util.stream.Stream.of("mark:1.2.0"), tags(NEXT, 10).stream())
                            .toList());
        }

        @Test
        void theWordOfThePlatformAndTheSpeechBeforeItAreOneBargeIn() {
            assistantIsAheadByASecond();

            signal(new CallerStarted());
            signal(new CallerInterrupted());
            signal(new CallerStopped());
            signal(new CallerStarted());

            assertThat(caller.sent).containsOnlyOnce("clear");
            assertThat(bargeIns).hasSize(1);
        }

        @Test
        void whatWasHeardIsToldByMarks() {
            signal(new AssistantStarted());
            bridged.assistantAudio(Tagged.frame(CUT), now);
            echoAllMarks();
            pass(20);
            says(CUT + 1, 29);
            bridged.assistantAudio(Tagged.frame(CUT + 30), now);

            signal(new CallerStarted());

            assertThat(bargeIns).containsExactly(new BargeIn(600, 0));
        }

        @Test
        void withoutEchoesItIsUnknown() {
            assistantIsAheadByASecond();

            signal(new CallerStarted());

            assertThat(bargeIns).containsExactly(new BargeIn(-1, 0));
        }

        @Test
        void itsEchoesOfTheClearDoNotCountForTheNextUtterance() {
            assistantIsAheadByASecond();
            signal(new CallerStarted());
            signal(new AssistantStarted());
            says(NEXT, 5);

            bridged.markEchoed("0.1.0", now);
            signal(new CallerStarted());

            assertThat(bargeIns.getLast().playedMillis()).isEqualTo(-1);
        }

        @Test
        void anAssistantThatSaysNothingCannotBeCut() {
            signal(new AssistantStarted());
            says(0, 10);
            signal(new AssistantStopped());
            echoAllMarks();
            pass(1_000);

            signal(new CallerStarted());

            assertThat(caller.sent).doesNotContain("clear");
            assertThat(bargeIns).isEmpty();
        }

        @Test
        void anUtteranceThatIsAnnouncedButNotYetHeardIsCut() {
            signal(new AssistantStarted());
            signal(new CallerStarted());
            says(CUT, 5);

            assertThat(caller.sent).containsExactly("clear");
        }

        @Test
        void progressOfTheCutTurnDoesNotLetItThrough() {
            signal(new AssistantStarted());
            signal(new AssistantSpeaks(3));
            says(CUT, 5);
            signal(new CallerInterrupted());

            signal(new AssistantSpeaks(3));
            says(CUT + 5, 5);
            assertThat(caller.sent).endsWith("clear");

            signal(new AssistantSpeaks(5));
            says(NEXT, 2);
            assertThat(caller.audio()).endsWith("2000", "2001");
        }

        @Test
        void onlyThePlatformsWordCutsIfSoConfigured() {
            bridged = with(new AudioSettings(60, 1_000, 200, 30_000, 2_000, false, 0, 120));
            assistantIsAheadByASecond();

            signal(new CallerStarted());
            assertThat(caller.sent).doesNotContain("clear");

            signal(new CallerInterrupted());
            assertThat(caller.sent).contains("clear");
        }
    }

    @Nested
    class WhenThePlatformTellsNothing {

        @Test
        void soundAfterAPauseIsAnotherUtterance() {
            says(0, 10);
            pass(1_200);
            says(10, 10);

            assertThat(caller.marks()).containsExactly("0.1.0", "0.1.200", "0.2.0");
        }

        @Test
        void theNextSoundAfterAQuietTimeEndsTheCut() {
            says(CUT, 10);
            signal(new CallerInterrupted());
            says(CUT + 10, 10);
            assertThat(caller.sent).endsWith("clear");

            pass(1_600);
            says(NEXT, 3);

            assertThat(caller.audio()).endsWith("2000", "2001", "2002");
        }

        @Test
        void ourOwnEarsCutIfSoConfigured() {
            bridged = with(new AudioSettings(60, 1_000, 200, 30_000, 0, true, -35, 120));
            signal(new AssistantStarted());
            says(CUT, 10);
            for (int i = 0; i < 10; i++) {
                bridged.callerAudio(i, i * 20, Tagged.frame(i), now);
                bridged.assistantAudio(Tagged.frame(CUT + 10 + i), now);
                pass(20);
            }

            assertThat(caller.sent).endsWith("clear");
            assertThat(bargeIns).hasSize(1);
            assertThat(bargeIns.getFirst().afterMicros()).isEqualTo(120_000);
        }
    }

    @Nested
    class WhenABargeInWasFalse {

        @Test
        void theAssistantIsHeardAgainAfterTwoSecondsOfTalkingOn() {
            signal(new AssistantStarted());
            says(CUT, 10);
            signal(new CallerStarted());
            says(CUT + 10, 10);
            signal(new CallerStopped());
            says(CUT + 20, 100);
            assertThat(caller.sent).endsWith("clear");

            says(CUT + 120, 5);

            assertThat(caller.audio()).endsWith(tags(CUT + 120, 5).toArray(String[]::new));
            assertThat(bridged.quality().falseBargeIns()).isEqualTo(1);
        }

        @Test
        void notIfThePlatformHasConfirmedIt() {
            signal(new AssistantStarted());
            says(CUT, 10);
            signal(new CallerStarted());
            signal(new CallerInterrupted());
            signal(new CallerStopped());

            says(CUT + 10, 500);

            assertThat(caller.sent).endsWith("clear");
        }
    }

    @Test
    void theLastWordsArePlayedOutOnceTheirMarkIsEchoed() {
        signal(new AssistantStarted());
        for (int i = 0; i < 50; i++) {
            bridged.assistantAudio(Tagged.frame(i), now);
        }
        bridged.lastWords();
        pass(500);
        assertThat(bridged.isPlayedOut(now)).isFalse();

        pass(500);
        assertThat(bridged.isPlayedOut(now)).isFalse();
        echoAllMarks();

        assertThat(bridged.isPlayedOut(now)).isTrue();
    }

    @Test
    void qualityIsToldSinceTheLastTime() {
        bridged.callerAudio(1, 20, Tagged.frame(1), now);
        bridged.callerAudio(4, 80, Tagged.frame(4), now + 60_000);
        MediaQuality first = bridged.quality();

        assertThat(first.callerFrames()).isEqualTo(2);
        assertThat(first.lostFrames()).isEqualTo(2);
        assertThat(bridged.quality().lostFrames()).isZero();
    }
}
