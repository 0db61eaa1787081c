package dev.liveline.simulator.drive;

import dev.liveline.simulator.scenario.Outcome;
import dev.liveline.simulator.scenario.Speaker;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a viewer of one call holds: applies snapshots and events as they arrive, and notes each rule of the contract they break.
///
/// The rules: `seq` rises and repeats nothing; it skips only partials that a newer revision of their utterance replaced (so the
/// skipped numbers and the skipped revisions come to the same count); revisions of an utterance rise; a final is never
/// replaced; the epoch changes with a snapshot only. Thread-safe.
public final class CaptionRecord {

    private static final int BREACHES_KEPT = 100;

    private final String callId;
    private final Map<Integer, Caption> captions = new HashMap<>();
    private final List<String> breaches = new ArrayList<>();
    private String epoch = "";
    private long seq;
    private long skippedNumbers;
    private long skippedRevisions;
    private int snapshots;
    private int bargeIns;
    private String endedReason = "";
    private String status = "unknown";

    /// One utterance as it stands.
    ///
    /// @param at the message's own time where it had one, else the commit's; epoch milliseconds
    public record Caption(String speaker, int utterance, int revision, boolean isFinal, String text, long at, long seq) {}

    public CaptionRecord(String callId) {
        this.callId = callId;
    }

    /// Takes a message of the hub: a snapshot or an event, as JSON.
    public synchronized void apply(JsonObject message) {
        var type = message.getString("type", "");
        if (message.containsKey("callId") && !callId.equals(message.getString("callId"))) {
            breach("a message of call " + message.getString("callId"));
        } else if (type.equals("snapshot")) {
            snapshot(message);
        } else if (message.containsKey("seq")) {
            event(type, message);
        }
    }

    private void snapshot(JsonObject snapshot) {
        snapshots++;
        var call = snapshot.getJsonObject("call", new JsonObject());
        status = call.getString("status", status);
        endedReason = call.getString("endedReason", endedReason);
        bargeIns = Math.max(bargeIns, call.getInteger("bargeIns", 0));
        epoch = snapshot.getString("epoch", "");
        seq = snapshot.getLong("seq", 0L);
        captions.clear();
        snapshot.getJsonArray("captions", new JsonArray()).forEach(one -> {
            var caption = caption((JsonObject) one);
            captions.put(caption.utterance(), caption);
        });
    }

    private void event(String type, JsonObject event) {
        long number = event.getLong("seq");
        var itsEpoch = event.getString("epoch", epoch);
        if (!itsEpoch.equals(epoch)) {
            if (!epoch.isEmpty()) {
                breach("epoch " + itsEpoch + " after " + epoch + " without a snapshot");
            }
            epoch = itsEpoch;
            seq = number - 1;
        }
        if (number <= seq) {
            breach("seq " + number + " after " + seq);
            return;
        }
        skippedNumbers += number - seq - 1;
        seq = number;
        switch (type) {
            case "caption" -> revise(caption(event));
            case "barge-in" -> bargeIns++;
            case "call.status" -> status = event.getString("status", status);
            case "call.ended" -> {
                status = "ended";
                if (!endedReason.isEmpty()) {
                    breach("a second call.ended");
                }
                endedReason = event.getString("reason", "unknown");
            }
            default -> {
            }
        }
    }

    private void revise(Caption next) {
        var last = captions.get(next.utterance());
        if (last != null && last.isFinal()) {
            breach("utterance " + next.utterance() + " changed after its final");
            return;
        }
        int lastRevision = last == null ? 0 : last.revision();
        if (next.revision() <= lastRevision) {
            breach("utterance " + next.utterance() + " revision " + next.revision() + " after " + lastRevision);
            return;
        }
        skippedRevisions += next.revision() - lastRevision - 1;
        captions.put(next.utterance(), next);
    }

    private static Caption caption(JsonObject event) {
        return new Caption(event.getString("speaker", ""), event.getInteger("utterance", 0), event.getInteger("revision", 1),
                event.getBoolean("final", false), event.getString("text", ""), event.getLong("vapiAt", event.getLong("at", 0L)),
                event.getLong("seq", 0L));
    }

    private void breach(String what) {
        if (breaches.size() < BREACHES_KEPT) {
            breaches.add(what);
        }
    }

    public String callId() {
        return callId;
    }

    /// Where to resume: `<epoch>:<seq>`; empty before anything was received.
    public synchronized Optional<String> position() {
        return epoch.isEmpty() ? Optional.empty() : Optional.of(epoch + ":" + seq);
    }

    /// The rules broken so far; a gap that nothing explains is among them only once all utterances seen are final.
    public synchronized List<String> breaches() {
        var all = new ArrayList<>(breaches);
        if (captions.values().stream().allMatch(Caption::isFinal) && skippedNumbers != skippedRevisions) {
            all.add(skippedNumbers + " numbers skipped but " + skippedRevisions + " revisions replaced");
        }
        return all;
    }

    /// The finals, in the order transcripts have: by the messages' own time, then `seq`.
    public synchronized List<Caption> finals() {
        return captions.values()
            .stream()
            .filter(Caption::isFinal)
            .sorted(Comparator.comparingLong(Caption::at).thenComparingLong(Caption::seq))
            .toList();
    }

    /// The texts of one speaker's finals, in order.
    public List<String> said(Speaker speaker) {
        var name = speaker == Speaker.CALLER ? "caller" : "assistant";
        return finals().stream().filter(caption -> caption.speaker().equals(name)).map(Caption::text).toList();
    }

    public synchronized int bargeIns() {
        return bargeIns;
    }

    public synchronized int snapshots() {
        return snapshots;
    }

    public synchronized String status() {
        return status;
    }

    /// Empty while the call lasts.
    public synchronized String endedReason() {
        return endedReason;
    }

    /// What is missing or wrong against what was said; empty when the captions are complete and no rule was broken.
    public List<String> shortcomings(Outcome outcome) {
        var all = new ArrayList<>(breaches());
        for (var speaker : Speaker.values()) {
            if (!said(speaker).equals(outcome.said(speaker))) {
                all.add(speaker + " said " + outcome.said(speaker) + " but the captions have " + said(speaker));
            }
        }
        if (outcome.endedReason().isPresent() && endedReason().isEmpty()) {
            all.add("the call's end is missing");
        }
        return all;
    }
}
