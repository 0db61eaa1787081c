package dev.liveline.simulator.bench;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.List;
import java.util.Queue;

import dev.liveline.simulator.audio.MuLaw;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocket;

/// Both ends of one bridged call: Twilio's, which sends the caller's frames, plays what comes and echoes marks; Vapi's, which speaks and is
/// cut. Frames are numbered and carry the time they were sent, so that each is known again where it arrives.
///
/// Five seconds go like this: an utterance of two seconds that is heard whole, a pause, an utterance that the caller cuts after 1.6 s, of which
/// the platform still sends a tail that nobody may hear, a pause. Silence goes on in pauses: 50 frames a second each way.
final class BridgedEnds {

    /// What all calls of a load share.
    record Tallies(FrameTally toAssistant, FrameTally toCaller, Cuts cuts) {}

    /// Counts over all calls.
    static final class Cuts {
        long clears;
        long heardAfterClear;
        long marks;
        long echoes;
    }

    private enum Kind {
        HEARD, TAIL
    }

    private record PendingMark(String name, long playedNanos) {}

    static final int ROUND = 250;
    private static final int WHOLE_ENDS = 100;
    private static final int CUT_BEGINS = 120;
    private static final int CUT_AT = 200;
    private static final int TAIL_ENDS = 210;
    private static final short MAGIC = 0x5AA5;
    private static final long FRAME_NANOS = 20_000_000;

    private final String callSid;
    private final List<byte[]> speech;
    private final Tallies tallies;
    private final Queue<PendingMark> pending = new ArrayDeque<>();

    private WebSocket caller;
    private ServerWebSocket assistant;
    private int frame;
    private int utterance = 1;
    private int callerNumber;
    private int assistantNumber;
    /// The last frame before the newest interruption.
    private int cutNumber;

    private int heardByAssistant;
    private int heardByCaller;
    private int heardUtterance;
    private int cutUtterance;
    private boolean cleared;
    private long playsUntilNanos;

    /// @param firstFrame where in its five seconds it begins, so that calls do not all do the same at once
    BridgedEnds(String callSid, List<byte[]> speech, Tallies tallies, int firstFrame) {
        this.callSid = callSid;
        this.speech = speech;
        this.tallies = tallies;
        this.frame = firstFrame;
        this.playsUntilNanos = System.nanoTime();
    }

    void caller(WebSocket socket) {
        caller = socket;
        socket.textMessageHandler(this::callerReceived);
        socket.writeTextMessage("""
                {"event":"start","sequenceNumber":"1","streamSid":"MZ1","start":{"callSid":"%s","streamSid":"MZ1",\
                "mediaFormat":{"encoding":"audio/x-mulaw","sampleRate":8000,"channels":1}}}""".formatted(callSid));
    }

    void assistant(ServerWebSocket socket) {
        assistant = socket;
        socket.binaryMessageHandler(audio -> assistantReceived(audio.getBytes()));
    }

    boolean isConnected() {
        return caller != null && assistant != null;
    }

    /// The next frame each way.
    ///
    /// @return what Twilio sent
    String next() {
        int at = frame % ROUND;
        switch (at) {
            case 0, CUT_BEGINS -> {
                utterance++;
                told("assistant", "started");
            }
            case WHOLE_ENDS -> told("assistant", "stopped");
            case CUT_AT -> {
                cutNumber = assistantNumber;
                told("user", "started");
                assistant.writeTextMessage("{\"type\":\"user-interrupted\"}");
            }
            case TAIL_ENDS -> told("user", "stopped");
            default -> {
                // The assistant goes on as before.
            }
        }
        boolean heard = at < WHOLE_ENDS || at >= CUT_BEGINS && at < CUT_AT;
        boolean tail = at >= CUT_AT && at < TAIL_ENDS;
        byte[] said = heard ? stamped(Kind.HEARD, ++assistantNumber) : tail ? stamped(Kind.TAIL, 0) : MuLaw.silence();
        assistant.writeBinaryMessage(Buffer.buffer(said));
        frame++;
        callerNumber++;
        String media = "{\"event\":\"media\",\"sequenceNumber\":\"" + (callerNumber + 1)
                + "\",\"streamSid\":\"MZ1\",\"media\":{\"track\":\"inbound\",\"chunk\":\"" + callerNumber
                + "\",\"timestamp\":\""
                + callerNumber * 20L + "\",\"payload\":\""
                + Base64.getEncoder().encodeToString(stamped(Kind.HEARD, callerNumber)) + "\"}}";
        caller.writeTextMessage(media);
        echoPlayed(System.nanoTime());
        return media;
    }

    /// Whether everything has arrived that was sent and must arrive.
    boolean isSettled() {
        return heardByAssistant == callerNumber && missingAtCaller() == 0;
    }

    /// Counts what has not arrived by now as lost.
    void giveUp() {
        tallies.toAssistant().lost(callerNumber - heardByAssistant);
        tallies.toCaller().lost(missingAtCaller());
    }

    /// What the caller cut is not missing.
    private int missingAtCaller() {
        return assistantNumber - Math.max(heardByCaller, cleared ? cutNumber : 0);
    }

    void hangUp() {
        if (caller != null && !caller.isClosed()) {
            caller.writeTextMessage("{\"event\":\"stop\",\"sequenceNumber\":\"" + (callerNumber + 2)
                    + "\",\"streamSid\":\"MZ1\",\"stop\":{\"callSid\":\"" + callSid + "\"}}");
        }
    }

    /// When a frame that Twilio sent was sent.
    static long sentNanos(String media) {
        return stamp(payload(media)).getLong(11);
    }

    private void assistantReceived(byte[] audio) {
        ByteBuffer stamp = stamp(audio);
        if (stamp.getShort() != MAGIC) {
            return;
        }
        int number = stamp.getInt(3);
        if (number <= heardByAssistant) {
            tallies.toAssistant().outOfOrder();
            return;
        }
        tallies.toAssistant().lost(number - heardByAssistant - 1);
        heardByAssistant = number;
        tallies.toAssistant().arrived(stamp.getLong(11), System.nanoTime());
    }

    private void callerReceived(String text) {
        long now = System.nanoTime();
        if (text.startsWith("{\"event\":\"media\"")) {
            playsUntilNanos = Math.max(playsUntilNanos, now) + FRAME_NANOS;
            callerHears(stamp(payload(text)), now);
        } else if (text.startsWith("{\"event\":\"clear\"")) {
            tallies.cuts().clears++;
            cleared = true;
            cutUtterance = heardUtterance;
            playsUntilNanos = now;
            echoPlayed(Long.MAX_VALUE);
        } else if (text.startsWith("{\"event\":\"mark\"")) {
            int from = text.indexOf("\"name\":\"") + 8;
            tallies.cuts().marks++;
            pending.add(new PendingMark(text.substring(from, text.indexOf('"', from)), playsUntilNanos));
        }
    }

    private void callerHears(ByteBuffer stamp, long now) {
        if (stamp.getShort() != MAGIC) {
            return;
        }
        boolean tail = stamp.get() == Kind.TAIL.ordinal();
        int number = stamp.getInt();
        heardUtterance = stamp.getInt();
        if (tail || heardUtterance <= cutUtterance) {
            tallies.cuts().heardAfterClear++;
        } else if (number <= heardByCaller) {
            tallies.toCaller().outOfOrder();
        } else {
            // What a barge-in flushed is not lost.
            tallies.toCaller().lost(cleared ? 0 : number - heardByCaller - 1);
            cleared = false;
            heardByCaller = number;
            tallies.toCaller().arrived(stamp.getLong(), now);
        }
    }

    /// As Twilio does: each mark once what came before it has been played, all of them after `clear`.
    private void echoPlayed(long now) {
        for (PendingMark mark = pending.peek(); mark != null && mark.playedNanos() <= now; mark = pending.peek()) {
            pending.poll();
            tallies.cuts().echoes++;
            caller.writeTextMessage("{\"event\":\"mark\",\"sequenceNumber\":\"1\",\"streamSid\":\"MZ1\",\"mark\":{\"name\":\""
                    + mark.name() + "\"}}");
        }
    }

    private void told(String role, String status) {
        assistant
            .writeTextMessage("{\"type\":\"speech-update\",\"status\":\"" + status + "\",\"role\":\"" + role + "\"}");
    }

    private byte[] stamped(Kind kind, int number) {
        byte[] audio = speech.get(frame % speech.size()).clone();
        ByteBuffer.wrap(audio)
            .putShort(MAGIC)
            .put((byte) kind.ordinal())
            .putInt(number)
            .putInt(utterance)
            .putLong(System.nanoTime());
        return audio;
    }

    private static ByteBuffer stamp(byte[] audio) {
        return ByteBuffer.wrap(audio);
    }

    private static byte[] payload(String media) {
        int from = media.indexOf("\"payload\":\"") + 11;
        return Base64.getDecoder().decode(media.substring(from, media.indexOf('"', from)));
    }
}
