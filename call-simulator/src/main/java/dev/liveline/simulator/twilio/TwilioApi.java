package dev.liveline.simulator.twilio;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/// The REST API of the stand-in: calls, conferences with their participants, queues; Basic authentication, Twilio's error bodies.
final class TwilioApi {

    private static final int REQUESTS_KEPT = 10_000;
    private static final int TWIML_LENGTH = 4000;

    private final TwilioCloud cloud;
    private final Queue<RestRequest> requests = new ConcurrentLinkedQueue<>();
    private volatile RestFault fault = new RestFault.None();

    private record Answer(int status, JsonObject body) {

        static Answer error(int status, int code, String message) {
            return new Answer(status, new JsonObject().put("code", code)
                .put("message", message)
                .put("more_info", "https://www.twilio.com/docs/errors/" + code)
                .put("status", status));
        }

        static Answer notFound(String path) {
            return error(404, 20404, "The requested resource " + path + " was not found");
        }
    }

    private final OwnedNumbers numbers = new OwnedNumbers();

    TwilioApi(TwilioCloud cloud) {
        this.cloud = cloud;
    }

    void breakWith(RestFault newFault) {
        fault = newFault;
    }

    List<RestRequest> requests() {
        return List.copyOf(requests);
    }

    void handle(HttpServerRequest request) {
        // Only a form is decoded; a GET without a content type would break the connection here.
        request.setExpectMultipart(request.method() == HttpMethod.POST && request.getHeader("Content-Type") != null);
        request.end().onSuccess(_ -> {
            var form = new HashMap<String, String>();
            fields(request).names().forEach(name -> form.put(name, fields(request).get(name)));
            switch (fault) {
                case RestFault.None _ -> send(request, form, work(request, form));
                case RestFault.Slow(var by) -> {
                    var answer = work(request, form);
                    cloud.afterReal(by, () -> send(request, form, answer));
                }
                case RestFault.Unavailable _ ->
                    send(request, form, Answer.error(503, 20503, "Service is unavailable. Please try again later"));
                case RestFault.Throttled _ -> send(request, form, Answer.error(429, 20429, "Too Many Requests"));
                case RestFault.AnswerLost _ -> {
                    record(request, form, work(request, form).status());
                    request.connection().close();
                }
            }
        });
    }

    private static MultiMap fields(HttpServerRequest request) {
        return request.method() == HttpMethod.GET ? request.params() : request.formAttributes();
    }

    private void record(HttpServerRequest request, Map<String, String> form, int status) {
        if (requests.size() < REQUESTS_KEPT) {
            requests.add(new RestRequest(request.method().name(), request.path(), form, status));
        }
    }

    private void send(HttpServerRequest request, Map<String, String> form, Answer answer) {
        record(request, form, answer.status());
        if (request.response().closed()) {
            return;
        }
        request.response()
            .setStatusCode(answer.status())
            .putHeader("Content-Type", "application/json")
            .putHeader("Twilio-Request-Id",
                    Sids.next("RQ"));
        if (answer.status() == 204) {
            request.response().end();
        } else {
            request.response().end(answer.body().toBuffer());
        }
    }

    private Answer work(HttpServerRequest request, Map<String, String> form) {
        var credentials = cloud.options().accountSid() + ":" + cloud.options().authToken();
        var expected = "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
        if (!expected.equals(request.getHeader("Authorization"))) {
            return Answer.error(401, 20003, "Authenticate");
        }
        var root = "/2010-04-01/Accounts/" + cloud.options().accountSid() + "/";
        if (!request.path().startsWith(root) || !request.path().endsWith(".json")) {
            return Answer.notFound(request.path());
        }
        var path = request.path().substring(root.length(), request.path().length() - ".json".length()).split("/");
        return switch (path[0]) {
            case "Calls" -> calls(request, path, form);
            case "Conferences" -> conferences(request, path, form);
            case "Queues" -> queues(request, path, form);
            case "IncomingPhoneNumbers" -> numbers(request, path, form);
            default -> Answer.notFound(request.path());
        };
    }

    private Answer numbers(HttpServerRequest request, String[] path, Map<String, String> form) {
        if (path.length == 1 && request.method() == HttpMethod.GET) {
            return new Answer(200, numbers.list(Optional.ofNullable(form.get("PhoneNumber"))));
        }
        return path.length == 2 && request.method() == HttpMethod.POST
                ? numbers.update(path[1], form)
                    .map(number -> new Answer(200, number))
                    .orElseGet(() -> Answer.notFound(request.path()))
                : Answer.notFound(request.path());
    }

    private Answer calls(HttpServerRequest request, String[] path, Map<String, String> form) {
        boolean post = request.method() == HttpMethod.POST;
        if (path.length == 1) {
            return post ? create(request, form) : list();
        }
        var call = cloud.call(path[1]);
        if (call.isEmpty() || path.length > 2) {
            return Answer.notFound(request.path());
        }
        return post ? update(call.get(), form) : new Answer(200, call.get().toJson(cloud.options().accountSid()));
    }

    private Answer list() {
        var all = new JsonArray();
        cloud.calls().reversed().stream().limit(50).forEach(call -> all.add(call.toJson(cloud.options().accountSid())));
        return new Answer(200, new JsonObject().put("calls", all));
    }

    private Answer create(HttpServerRequest request, Map<String, String> form) {
        if (form.getOrDefault("To", "").isEmpty()) {
            return Answer.error(400, 21201, "No 'To' number is specified");
        }
        if (form.getOrDefault("From", "").isEmpty()) {
            return Answer.error(400, 21213, "No 'From' number is specified");
        }
        var url = form.getOrDefault("Url", "");
        var twiml = form.getOrDefault("Twiml", "");
        if (url.isEmpty() && twiml.isEmpty()) {
            return Answer.error(400, 21205, "Url parameter is required.");
        }
        var bad = badTwiml(twiml);
        if (url.isEmpty() && bad != null) {
            return bad;
        }
        var call = cloud.dialOut(form, request.formAttributes().getAll("StatusCallbackEvent"), runner -> {
            if (url.isEmpty()) {
                runner.replaceWith(twiml);
            } else {
                runner.redirectTo(method(form.get("Method")), url);
            }
        });
        return new Answer(201, call.toJson(cloud.options().accountSid()));
    }

    private static Answer badTwiml(String twiml) {
        if (twiml.length() > TWIML_LENGTH) {
            return Answer.error(400, 21620, "Twiml is longer than 4000 characters");
        }
        if (twiml.isEmpty()) {
            return null;
        }
        var violations = TwimlRules.violations(twiml, true);
        return violations.isEmpty() ? null : Answer.error(400, 12100, "Document parse failure: " + violations);
    }

    private Answer update(PhoneCall call, Map<String, String> form) {
        var runner = cloud.runner(call.sid());
        var status = form.getOrDefault("Status", "");
        var twiml = form.getOrDefault("Twiml", "");
        var url = form.getOrDefault("Url", "");
        if (!twiml.isEmpty() && !url.isEmpty()) {
            return Answer.error(400, 21218, "Invalid: Url and Twiml are mutually exclusive");
        }
        if (call.isOver() || runner.isEmpty()) {
            return Answer.error(400, 21220, "Call is not in-progress. Cannot redirect.");
        }
        var bad = badTwiml(twiml);
        if (bad != null) {
            return bad;
        }
        if (status.equals("completed") || status.equals("canceled")) {
            runner.get().hangUp();
        } else if (!twiml.isEmpty()) {
            runner.get().replaceWith(twiml);
        } else if (!url.isEmpty()) {
            runner.get().redirectTo(method(form.get("Method")), url);
        }
        return new Answer(200, call.toJson(cloud.options().accountSid()));
    }

    private static HttpMethod method(String name) {
        return "GET".equals(name) ? HttpMethod.GET : HttpMethod.POST;
    }

    private Answer conferences(HttpServerRequest request, String[] path, Map<String, String> form) {
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
            return Answer.notFound(request.path());
        }
        var room = found.get();
        if (path.length == 2) {
            if (post && form.getOrDefault("Status", "").equals("completed")) {
                cloud.conferences().end(room);
            }
            return new Answer(200, room.toJson(account));
        }
        if (adds) {
            return add(request, room, form);
        }
        if (path.length == 3) {
            return page(request, "participants", room.participants());
        }
        var member = room.member(path[3]);
        if (member.isEmpty()) {
            return Answer.notFound(request.path());
        }
        if (request.method() == HttpMethod.DELETE) {
            cloud.runner(member.get().call().sid()).ifPresent(TwimlRunner::hangUp);
            return new Answer(204, new JsonObject());
        }
        var bad = badCoach(room, form);
        if (bad != null) {
            return bad;
        }
        if (post) {
            cloud.conferences().change(room, member.get(), form);
        }
        return new Answer(200, member.get().toJson(room));
    }

    /// A list as the SDKs read one: all there is, on one page.
    private static Answer page(HttpServerRequest request, String name, JsonArray list) {
        return new Answer(200, new JsonObject().put(name, list)
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
    private static Answer badCoach(ConferenceRoom room, Map<String, String> form) {
        boolean coaches = form.getOrDefault("Coaching", "false").equals("true");
        return coaches && room.member(form.getOrDefault("CallSidToCoach", "")).isEmpty()
                ? Answer.error(400, 13240, "The call SID to coach is not in the conference")
                : null;
    }

    private Answer add(HttpServerRequest request, ConferenceRoom room, Map<String, String> form) {
        if (form.getOrDefault("To", "").isEmpty() || form.getOrDefault("From", "").isEmpty()) {
            return Answer.error(400, 21201, "No 'To' or 'From' number is specified");
        }
        var label = form.getOrDefault("Label", "");
        if (!label.isEmpty() && room.isTaken(label)) {
            return Answer.error(400, 16025, "Participant label already in use");
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
        return new Answer(201, new JsonObject().put("call_sid", call.sid())
            .put("conference_sid", room.sid())
            .put("label", label.isEmpty() ? null : label)
            .put("status", "queued")
            .put("muted", form.getOrDefault("Muted", "false").equals("true"))
            .put("coaching", form.getOrDefault("Coaching", "false").equals("true"))
            .put("hold", false));
    }

    private Answer queues(HttpServerRequest request, String[] path, Map<String, String> form) {
        if (path.length == 1) {
            var list = new JsonArray();
            cloud.queues()
                .all()
                .forEach((name, waiting) -> list.add(new JsonObject().put("sid", cloud.queues().sid(name))
                    .put("friendly_name", name)
                    .put("current_size", waiting.size())));
            return new Answer(200, new JsonObject().put("queues", list));
        }
        var waiting = cloud.queues()
            .all()
            .entrySet()
            .stream()
            .filter(entry -> cloud.queues().sid(entry.getKey()).equals(path[1]) || entry.getKey().equals(path[1]))
            .map(Map.Entry::getValue)
            .findFirst();
        if (waiting.isEmpty() || path.length < 4) {
            return Answer.notFound(request.path());
        }
        var member = waiting.get().stream().filter(call -> path[3].equals("Front") || path[3].equals(call.sid())).findFirst();
        if (member.isEmpty()) {
            return Answer.notFound(request.path());
        }
        if (request.method() == HttpMethod.POST) {
            cloud.runner(member.get().sid())
                .ifPresent(runner -> runner.redirectTo(method(form.get("Method")), form.getOrDefault("Url", "")));
        }
        return new Answer(200, new JsonObject().put("call_sid", member.get().sid()).put("queue_sid", path[1]));
    }
}
