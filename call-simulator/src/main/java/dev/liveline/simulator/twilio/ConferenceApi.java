package dev.liveline.simulator.twilio;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// `Conferences` of the REST API, and their `Participants`.
final class ConferenceApi {

    private final TwilioCloud cloud;

    ConferenceApi(TwilioCloud cloud) {
        this.cloud = cloud;
    }

    /// @param path below the account
    RestAnswer answer(HttpServerRequest request, String[] path, Map<String, String> form) {
        var account = cloud.options().accountSid();
        if (path.length == 1) {
            var list = new JsonArray();
            cloud.conferences()
                .all()
                .stream()
                .filter(room -> form.getOrDefault("FriendlyName", room.name()).equals(room.name()))
                .forEach(room -> list.add(room.toJson(account)));
            return page(request, "conferences", list);
        }
        boolean post = request.method() == HttpMethod.POST;
        boolean adds = path.length == 3 && path[2].equals("Participants") && post;
        // Adding somebody by a friendly name opens the room.
        var found = adds && !path[1].startsWith("CF")
                ? Optional.of(cloud.conferences()
                    .room(path[1], form.getOrDefault("ConferenceStatusCallback", ""),
                            Set.copyOf(request.formAttributes().getAll("ConferenceStatusCallbackEvent"))))
                : cloud.conferences().find(path[1]);
        if (found.isEmpty()) {
            return RestAnswer.notFound(request.path());
        }
        var room = found.get();
        if (path.length == 2) {
            if (post && form.getOrDefault("Status", "").equals("completed")) {
                cloud.conferences().end(room);
            }
            return new RestAnswer(200, room.toJson(account));
        }
        if (adds) {
            return add(request, room, form);
        }
        if (path.length == 3) {
            return page(request, "participants", room.participants());
        }
        var member = room.member(path[3]);
        if (member.isEmpty()) {
            return RestAnswer.notFound(request.path());
        }
        if (request.method() == HttpMethod.DELETE) {
            cloud.runner(member.get().call().sid()).ifPresent(TwimlRunner::hangUp);
            return new RestAnswer(204, new JsonObject());
        }
        var bad = badCoach(room, form);
        if (bad != null) {
            return bad;
        }
        if (post) {
            cloud.conferences().change(room, member.get(), form);
        }
        return new RestAnswer(200, member.get().toJson(room));
    }

    private RestAnswer add(HttpServerRequest request, ConferenceRoom room, Map<String, String> form) {
        if (form.getOrDefault("To", "").isEmpty() || form.getOrDefault("From", "").isEmpty()) {
            return RestAnswer.error(400, 21201, "No 'To' or 'From' number is specified");
        }
        var label = form.getOrDefault("Label", "");
        if (!label.isEmpty() && room.isTaken(label)) {
            return RestAnswer.error(400, 16025, "Participant label already in use");
        }
        var bad = badCoach(room, form);
        if (bad != null) {
            return bad;
        }
        var begins = form.getOrDefault("StartConferenceOnEnter", "true");
        var ends = form.getOrDefault("EndConferenceOnExit", "false");
        var coach = form.getOrDefault("Coaching", "false").equals("true") ? "\" coach=\"" + form.get("CallSidToCoach") : "";
        var document = "<Response><Dial><Conference startConferenceOnEnter=\"" + begins + "\" endConferenceOnExit=\"" + ends
                + "\" participantLabel=\"" + label.replace("\"", "") + "\" muted=\"" + form.getOrDefault("Muted", "false")
                + coach
                + "\">" + room.sid() + "</Conference></Dial></Response>";
        var call = cloud.dialOut(form, request.formAttributes().getAll("StatusCallbackEvent"),
                runner -> runner.replaceWith(document));
        if (!label.isEmpty()) {
            room.invite(label, call);
        }
        return new RestAnswer(201, new JsonObject().put("call_sid", call.sid())
            .put("conference_sid", room.sid())
            .put("label", label.isEmpty() ? null : label)
            .put("status", "queued")
            .put("muted", form.getOrDefault("Muted", "false").equals("true"))
            .put("coaching", form.getOrDefault("Coaching", "false").equals("true"))
            .put("hold", false));
    }

    /// A list as the SDKs read one: all there is, on one page.
    private static RestAnswer page(HttpServerRequest request, String name, JsonArray list) {
        return new RestAnswer(200, new JsonObject().put(name, list)
            .put("page", 0)
            .put("page_size", 50)
            .put("start", 0)
            .put("end", Math.max(0, list.size() - 1))
            .put("uri", request.uri())
            .put("first_page_uri", request.uri())
            .putNull("next_page_uri")
            .putNull("previous_page_uri"));
    }

    /// Who coaches, coaches somebody who is there.
    private static RestAnswer badCoach(ConferenceRoom room, Map<String, String> form) {
        boolean coaches = form.getOrDefault("Coaching", "false").equals("true");
        return coaches && room.member(form.getOrDefault("CallSidToCoach", "")).isEmpty()
                ? RestAnswer.error(400, 13240, "The call SID to coach is not in the conference")
                : null;
    }
}
