package dev.liveline.simulator.scenario;

import dev.liveline.simulator.scenario.ServerMessage.ConversationChanged;
import dev.liveline.simulator.scenario.ServerMessage.SpeechAnnounced;
import dev.liveline.simulator.scenario.ServerMessage.SpeechChanged;
import dev.liveline.simulator.scenario.ServerMessage.StatusChanged;
import dev.liveline.simulator.scenario.ServerMessage.TimedWord;
import dev.liveline.simulator.scenario.ServerMessage.ToolCalled;
import dev.liveline.simulator.scenario.ServerMessage.TranscriptHeard;
import dev.liveline.simulator.scenario.ServerMessage.UserInterrupted;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;

/// Lays a [ScriptedCall] out in time: the messages Vapi would send, in their true order.
///
/// The order within a turn is the one seen on real calls: speech starts, partials, (for the assistant: the final as its
/// words are out), speech stops, (for the caller: the final once endpointing decided), conversation update.
public final class Timeline {

    /// From the end of a caller's speech to its final transcript.
    private static final Duration ENDPOINTING = Duration.ofMillis(350);
    /// From the end of a call to its report.
    private static final Duration REPORT_DELAY = Duration.ofMillis(900);

    private final List<TimedMessage> messages = new ArrayList<>();
    private final int[] utterances = new int[Speaker.values().length];
    private Duration now = Duration.ZERO;
    private int turn;
    private boolean callerBegan;

    private Timeline() {}

    /// All messages of a call, from `ringing` to the report.
    public static List<TimedMessage> of(ScriptedCall call) {
        var timeline = new Timeline();
        timeline.add(new StatusChanged("ringing"));
        timeline.pass(Duration.ofMillis(400));
        timeline.add(new StatusChanged("in-progress"));
        timeline.add(new ServerMessage.AssistantStarted());
        var turns = call.turns();
        for (int i = 0; i < turns.size(); i++) {
            switch (turns.get(i)) {
                case Turn.Spoken(var speaker, var pause, var said) -> {
                    timeline.pass(pause);
                    timeline.speak(speaker, said);
                }
                case Turn.CutShort cutShort -> {
                    timeline.pass(cutShort.pause());
                    timeline.speakUntilCut(cutShort);
                }
                case Turn.ToolUsed(var pause, var id, var name, var arguments) -> {
                    timeline.pass(pause);
                    timeline.add(new ToolCalled(id, name, arguments));
                }
            }
        }
        timeline.pass(Duration.ofMillis(600));
        var length = timeline.now;
        timeline.add(new ServerMessage.Ended(call.endedReason()));
        timeline.pass(REPORT_DELAY);
        timeline.add(new ServerMessage.Reported(call.endedReason(), "Caller asked about: " + call.topic() + ".", length));
        return timeline.inOrder();
    }

    /// The messages of one more turn on a running call, times from its start; for what is said on demand.
    ///
    /// @param turn and `utterance`: the next turn of the call and the next utterance of that speaker, from 0
    public static List<TimedMessage> ofTurn(Speaker speaker, List<Utterance> said, int turn, int utterance) {
        var timeline = new Timeline();
        timeline.turn = turn;
        timeline.utterances[speaker.index()] = utterance;
        timeline.speak(speaker, said);
        return timeline.inOrder();
    }

    private void speak(Speaker speaker, List<Utterance> said) {
        announce(speaker, said);
        if (speaker != Speaker.CALLER || !callerBegan) {
            add(new SpeechChanged(speaker, true, turn));
        }
        callerBegan = false;
        for (int i = 0; i < said.size(); i++) {
            var utterance = said.get(i);
            var start = now;
            partials(speaker, utterance, utterance.length());
            now = start.plus(utterance.length());
            boolean last = i == said.size() - 1;
            if (speaker == Speaker.CALLER) {
                if (last) {
                    add(new SpeechChanged(speaker, false, turn));
                }
                pass(ENDPOINTING);
            }
            finish(speaker, utterance.text(), utterance.confidence());
        }
        if (speaker == Speaker.ASSISTANT) {
            add(new SpeechChanged(speaker, false, turn));
        }
        add(new ConversationChanged());
        turn++;
    }

    private void speakUntilCut(Turn.CutShort cutShort) {
        var planned = cutShort.planned();
        announce(Speaker.ASSISTANT, planned);
        add(new SpeechChanged(Speaker.ASSISTANT, true, turn));
        for (var utterance : planned.subList(0, planned.size() - 1)) {
            var start = now;
            partials(Speaker.ASSISTANT, utterance, utterance.length());
            now = start.plus(utterance.length());
            finish(Speaker.ASSISTANT, utterance.text(), utterance.confidence());
        }
        var start = now;
        partials(Speaker.ASSISTANT, cutShort.cut(), cutShort.cutAfter());
        now = start.plus(cutShort.cutAfter());
        // The caller's own speech-update comes first: that is what Vapi reacts to.
        add(new SpeechChanged(Speaker.CALLER, true, turn + 1));
        callerBegan = true;
        var callerStart = now;
        pass(interruptionDelay(cutShort.cutAfter()));
        add(new UserInterrupted("t-" + turn));
        add(new SpeechChanged(Speaker.ASSISTANT, false, turn));
        if (!cutShort.heard().isEmpty()) {
            pass(Duration.ofMillis(20));
            finish(Speaker.ASSISTANT, cutShort.heard(), OptionalDouble.empty());
        }
        turn++;
        // The caller has been speaking meanwhile: the next turn runs from there and may overtake Vapi's word of it.
        now = callerStart;
    }

    /// From the caller's first sound to Vapi's word that the assistant was interrupted: by its `stopSpeakingPlan` at once,
    /// or only after some words; either way, steady for the same script.
    private static Duration interruptionDelay(Duration cutAfter) {
        return Duration.ofMillis(200 + cutAfter.toMillis() % 5 * 120);
    }

    private void announce(Speaker speaker, List<Utterance> said) {
        if (speaker != Speaker.ASSISTANT) {
            return;
        }
        var text = String.join(" ", said.stream().map(Utterance::text).toList());
        add(new ServerMessage.ModelOutput("t-" + turn, text));
        add(new ServerMessage.VoiceInput(text));
        add(new SpeechAnnounced(turn, text, words(said)));
    }

    private static List<TimedWord> words(List<Utterance> said) {
        var words = new ArrayList<TimedWord>();
        long start = 0;
        for (var utterance : said) {
            var texts = utterance.text().split("\\s+");
            long each = Math.max(1, utterance.length().toMillis() / texts.length);
            for (int i = 0; i < texts.length; i++) {
                words.add(new TimedWord(texts[i], Duration.ofMillis(start + i * each),
                        Duration.ofMillis(start + (i + 1) * each - 10)));
            }
            start += utterance.length().toMillis();
        }
        return words;
    }

    private void partials(Speaker speaker, Utterance utterance, Duration until) {
        var start = now;
        for (var partial : utterance.partials()) {
            if (partial.after().compareTo(until) > 0) {
                return;
            }
            now = start.plus(partial.after());
            add(new TranscriptHeard(speaker, utterances[speaker.index()], false, partial.text(), OptionalDouble.empty()));
        }
    }

    private void finish(Speaker speaker, String text, OptionalDouble confidence) {
        add(new TranscriptHeard(speaker, utterances[speaker.index()]++, true, text, confidence));
    }

    private void add(ServerMessage message) {
        messages.add(new TimedMessage(messages.size(), now, message));
    }

    /// By time, and no two in the same millisecond: Vapi's timestamps order a call, and so do ours.
    private List<TimedMessage> inOrder() {
        messages.sort(Comparator.comparing(TimedMessage::at));
        var ordered = new ArrayList<TimedMessage>(messages.size());
        var last = Duration.ofMillis(-1);
        for (var timed : messages) {
            var at = timed.at().compareTo(last) > 0 ? timed.at() : last.plusMillis(1);
            ordered.add(new TimedMessage(ordered.size(), at, timed.message()));
            last = at;
        }
        return List.copyOf(ordered);
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }
}
