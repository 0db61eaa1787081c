package dev.liveline.simulator.vapi;

import dev.liveline.simulator.scenario.ServerMessage;
import dev.liveline.simulator.scenario.Speaker;

/// Who speaks on a call and what they are in the middle of, by the messages sent so far; and who may not be heard.
final class Floor {

    private final int[] utterances = new int[Speaker.values().length];
    private final String[] unfinished = { "", "" };
    private int turn = -1;
    private boolean assistantSpeaks;
    private boolean assistantMuted;
    private boolean customerMuted;

    void speechChanged(Speaker speaker, boolean begun, int newTurn) {
        turn = Math.max(turn, newTurn);
        if (speaker == Speaker.ASSISTANT) {
            assistantSpeaks = begun;
        }
    }

    void heard(ServerMessage.TranscriptHeard heard) {
        unfinished[heard.speaker().ordinal()] = heard.isFinal() ? "" : heard.text();
        if (heard.isFinal()) {
            utterances[heard.speaker().ordinal()] = heard.utterance() + 1;
        }
    }

    boolean assistantSpeaks() {
        return assistantSpeaks;
    }

    int turn() {
        return turn;
    }

    int nextTurn() {
        return turn + 1;
    }

    /// The number of a speaker's utterance that is not final yet.
    int utterance(Speaker speaker) {
        return utterances[speaker.ordinal()];
    }

    /// What was heard of it so far.
    String unfinished(Speaker speaker) {
        return unfinished[speaker.ordinal()];
    }

    void muteAssistant(boolean muted) {
        assistantMuted = muted;
    }

    void muteCustomer(boolean muted) {
        customerMuted = muted;
    }

    /// Whether nobody gets to know of a message, because its speaker is muted.
    boolean mutes(ServerMessage message) {
        return assistantMuted && CallScore.ofAssistant(message) || customerMuted && CallScore.ofCaller(message);
    }
}
