package dev.liveline.simulator.twilio;

import dev.liveline.simulator.audio.FrameLog;
import dev.liveline.simulator.audio.TaggedFrame;
import dev.liveline.simulator.scenario.ScriptedCall;
import io.vertx.core.Context;
import io.vertx.core.http.WebSocket;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/// One Media Stream as Twilio runs it: 20 ms frames of the caller out, sound, marks and `clear` in.
///
/// Every frame sent carries a [TaggedFrame]; every frame received is logged with its time, so that a test can say what was lost, how
/// long it took, and whether anything of a cut utterance came after a `clear`. Its logs may be read from any thread.
public final class MediaStream {

    private static final int FRAME_MILLIS = 20;
    /// After a pause of the machine no more than this is caught up at once.
    private static final int CATCH_UP_FRAMES = 250;

    private final Context loop;
    private final String callSid;
    private final String accountSid;
    private final StreamManner manner;
    private final CallerMind caller;
    private final boolean bidirectional;
    private final String streamSid = Sids.next("MZ");
    private final FrameLog sent = new FrameLog();
    private final FrameLog received = new FrameLog();
    private final PlaybackBuffer buffer = new PlaybackBuffer();
    private final List<Clear> clears = new CopyOnWriteArrayList<>();
    private final List<String> echoedMarks = new CopyOnWriteArrayList<>();
    private final List<String> errors = new CopyOnWriteArrayList<>();
    private final CompletableFuture<MediaStream> closed = new CompletableFuture<>();
    private WebSocket socket;
    private long timer = -1;
    private long startedNanos;
    private long frames;
    private int sequence = 1;
    private String heldBack;
    private TaggedFrame newest = new TaggedFrame(0, -1);

    /// A `clear` that came in.
    ///
    /// @param after how many frames had been received before it
    /// @param newest the newest frame received before it: its utterance is the one that was cut
    /// @param droppedMillis how much unplayed sound it dropped
    public record Clear(long nanos, int after, TaggedFrame newest, long droppedMillis) {}

    MediaStream(Context loop, String callSid, String accountSid, StreamManner manner, ScriptedCall script,
            boolean bidirectional) {
        this.loop = loop;
        this.callSid = callSid;
        this.accountSid = accountSid;
        this.manner = manner;
        this.caller = new CallerMind(script);
        this.bidirectional = bidirectional;
    }

    public String streamSid() {
        return streamSid;
    }

    /// What the caller's side sent.
    public FrameLog sent() {
        return sent;
    }

    /// What came in to be played, whether it was played or not.
    public FrameLog received() {
        return received;
    }

    /// What the caller really heard.
    public FrameLog played() {
        return buffer.played();
    }

    public List<Clear> clears() {
        return List.copyOf(clears);
    }

    /// The marks sent back, in order, whether reached or cleared.
    public List<String> echoedMarks() {
        return List.copyOf(echoedMarks);
    }

    /// Twilio's error codes this stream would have logged, with a word of explanation.
    public List<String> errors() {
        return List.copyOf(errors);
    }

    /// Frames of an utterance that a `clear` had cut, received after it. Must be empty.
    public List<FrameLog.Seen> staleAfterClear() {
        var all = received.all();
        var stale = new ArrayList<FrameLog.Seen>();
        for (var clear : clears) {
            all.subList(Math.min(clear.after(), all.size()), all.size())
                .stream()
                .filter(seen -> seen.tag().utterance() > 0 && seen.tag().utterance() <= clear.newest().utterance())
                .forEach(stale::add);
        }
        return stale;
    }

    /// Completes when the socket is closed, by whomever.
    public CompletableFuture<MediaStream> closed() {
        return closed.copy();
    }

    /// The caller presses a key.
    public void press(String digit) {
        loop.runOnContext(_ -> send(message("dtmf").put("dtmf",
                new JsonObject().put("track", "inbound_track").put("digit", digit))));
    }

    /// The caller speaks at once, over whatever is heard.
    public void sayNow(String text) {
        loop.runOnContext(_ -> caller.sayNow(text));
    }

    // From here on the event loop only.

    void open(WebSocket opened, Map<String, String> parameters) {
        socket = opened;
        socket.textMessageHandler(this::receive);
        socket.binaryMessageHandler(_ -> errors.add("31950 binary message"));
        socket.closeHandler(_ -> over());
        socket.writeTextMessage(
                new JsonObject().put("event", "connected").put("protocol", "Call").put("version", "1.0.0").encode());
        var custom = new JsonObject();
        parameters.forEach(custom::put);
        send(message("start").put("start",
                new JsonObject().put("accountSid", accountSid)
                    .put("streamSid", streamSid)
                    .put("callSid", callSid)
                    .put("tracks", new JsonArray().add("inbound"))
                    .put("mediaFormat", new JsonObject()
                        .put("encoding", manner.encoding())
                        .put("sampleRate", manner.sampleRate())
                        .put("channels", manner.channels()))
                    .put("customParameters", custom)));
        startedNanos = System.nanoTime();
        timer = loop.owner().setPeriodic(FRAME_MILLIS, _ -> tick());
    }

    /// Twilio ends the stream: the call is over or has gone elsewhere.
    void stop() {
        if (socket != null && !socket.isClosed()) {
            send(message("stop").put("stop", new JsonObject().put("accountSid", accountSid).put("callSid", callSid)));
            socket.close();
        }
        over();
    }

    void failed(String error) {
        errors.add(error);
        over();
    }

    boolean callerIsDone() {
        return caller.isDone();
    }

    private void over() {
        loop.owner().cancelTimer(timer);
        closed.complete(this);
    }

    private void tick() {
        long due = Math.min((System.nanoTime() - startedNanos) / (FRAME_MILLIS * 1_000_000L), frames + CATCH_UP_FRAMES);
        while (frames < due && !socket.isClosed()) {
            buffer.step().forEach(this::echo);
            frame(caller.next(buffer.isAudible()));
        }
    }

    private void frame(byte[] audio) {
        frames++;
        // Written by hand: fifty times a second a call.
        var media = "{\"event\":\"media\",\"sequenceNumber\":\"" + sequence++ + "\",\"streamSid\":\"" + streamSid
                + "\",\"media\":{\"track\":\"inbound\",\"chunk\":\"" + frames + "\",\"timestamp\":\"" + frames * FRAME_MILLIS
                + "\",\"payload\":\"" + Base64.getEncoder().encodeToString(audio) + "\"}}";
        if (hits(manner.loseEvery())) {
            return;
        }
        sent.add(audio);
        if (hits(manner.swapEvery()) && heldBack == null) {
            heldBack = media;
            return;
        }
        send(media);
        if (heldBack != null) {
            send(heldBack);
            heldBack = null;
        }
        if (hits(manner.repeatEvery())) {
            send(media);
        }
    }

    private boolean hits(int every) {
        return every > 0 && frames % every == 0;
    }

    private JsonObject message(String event) {
        return new JsonObject().put("event", event)
            .put("sequenceNumber", Integer.toString(sequence++))
            .put("streamSid", streamSid);
    }

    private void send(JsonObject message) {
        send(message.encode());
    }

    private void send(String message) {
        if (socket != null && !socket.isClosed()) {
            socket.writeTextMessage(message);
        }
    }

    private void receive(String text) {
        try {
            var message = new JsonObject(text);
            if (!bidirectional) {
                errors.add("31924 a message on a unidirectional stream");
            } else if (!streamSid.equals(message.getString("streamSid"))) {
                errors.add("31924 message without this stream's streamSid");
            } else {
                receive(message);
            }
        } catch (DecodeException | IllegalArgumentException | NullPointerException _) {
            errors.add("31951 invalid message");
        }
    }

    private void receive(JsonObject message) {
        switch (message.getString("event", "")) {
            case "media" -> {
                var audio = Base64.getDecoder().decode(message.getJsonObject("media").getString("payload"));
                TaggedFrame.of(audio).ifPresent(tag -> newest = tag);
                received.add(audio);
                buffer.sound(audio);
            }
            case "mark" -> buffer.mark(message.getJsonObject("mark").getString("name")).forEach(this::echo);
            case "clear" -> {
                clears.add(new Clear(System.nanoTime(), received.count(), newest, buffer.bufferedMillis()));
                buffer.clear().forEach(this::echo);
            }
            default -> errors.add("31924 unknown event");
        }
    }

    private void echo(String mark) {
        if (echoedMarks.size() < 10_000) {
            echoedMarks.add(mark);
        }
        send(message("mark").put("mark", new JsonObject().put("name", mark)));
    }
}
