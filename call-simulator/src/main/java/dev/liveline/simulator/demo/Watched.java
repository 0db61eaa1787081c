package dev.liveline.simulator.demo;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentHashMap.KeySetView;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/// What a viewer of several calls has seen of them so far: their finals, by the number of their utterance, and whether they ended.
final class Watched {

    private final Map<String, Map<Integer, String>> finals = new ConcurrentHashMap<>();
    private final KeySetView<String, Boolean> ended = ConcurrentHashMap.newKeySet();

    /// Takes a message of the captions socket: an event or a snapshot.
    void take(JsonObject message) {
        switch (message.getString("type", "")) {
            case "snapshot" -> {
                JsonArray captions = message.getJsonArray("captions", new JsonArray());
                captions.forEach(caption -> take((JsonObject) caption));
                if ("ended".equals(message.getJsonObject("call", new JsonObject()).getString("status"))) {
                    ended.add(message.getString("callId"));
                }
            }
            case "caption" -> {
                if (message.getBoolean("final", false)) {
                    Map<Integer, String> call = finals.computeIfAbsent(message.getString("callId"), _ -> new TreeMap<>());
                    synchronized (call) {
                        call.put(message.getInteger("utterance"),
                                message.getString("speaker") + ": " + message.getString("text"));
                    }
                }
            }
            case "call.ended" -> ended.add(message.getString("callId"));
            default -> {
                // Everything else is shown, not counted.
            }
        }
    }

    boolean hasEnded(String callId) {
        return ended.contains(callId);
    }

    /// The finals of a call as `speaker: text`, in no particular order.
    List<String> finals(String callId) {
        Map<Integer, String> call = finals.getOrDefault(callId, Map.of());
        synchronized (call) {
            return List.copyOf(call.values());
        }
    }
}
