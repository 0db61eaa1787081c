package dev.liveline.simulator.vapi;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// What client-inbound messages ask of a call, at its control URL or on its transport. Event loop only, but for [#received()].
final class CallControl {

    private static final int KEPT = 10_000;

    private final LiveCall call;
    private final Impromptu impromptu;
    private final Floor floor;
    private final List<JsonObject> received = new CopyOnWriteArrayList<>();

    CallControl(LiveCall call, Impromptu impromptu, Floor floor) {
        this.call = call;
        this.impromptu = impromptu;
        this.floor = floor;
    }

    List<JsonObject> received() {
        return List.copyOf(received);
    }

    /// Does what a message asks; false when it is none that Vapi knows.
    boolean obey(JsonObject request) {
        if (received.size() < KEPT) {
            received.add(request);
        }
        switch (request.getString("type", "")) {
            case "say" ->
                impromptu.say(request.getString("content", ""), request.getBoolean("interruptAssistantEnabled", false),
                        request.getBoolean("endCallAfterSpoken", false));
            case "add-message" -> {
                if (request.getBoolean("triggerResponseEnabled", true)) {
                    impromptu.say("Thank you, I have noted that.", false, false);
                }
            }
            case "control" -> {
                return turn(request.getString("control", ""));
            }
            case "transfer" -> impromptu.transfer(Destination.address(request.getJsonObject("destination", new JsonObject())),
                    request.getString("content", ""));
            case "end-call", "hangup" -> call.endNow("manually-canceled");
            case "handoff", "send-transport-message" -> {
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean turn(String control) {
        switch (control) {
            case "mute-assistant" -> {
                impromptu.cutAssistant(false);
                floor.muteAssistant(true);
            }
            case "unmute-assistant" -> floor.muteAssistant(false);
            case "mute-customer" -> floor.muteCustomer(true);
            case "unmute-customer" -> floor.muteCustomer(false);
            case "say-first-message" -> impromptu.say("Hello, how can I help you?", false, false);
            default -> {
                return false;
            }
        }
        return true;
    }
}
