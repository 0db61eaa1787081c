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
import java.util.concurrent.ConcurrentLinkedQueue;

/// The REST API of the stand-in: calls, queues, numbers, and conferences by [ConferenceApi]; Basic authentication, Twilio's error bodies.
final class TwilioApi {

    private static final int REQUESTS_KEPT = 10_000;
    private static final int TWIML_LENGTH = 4000;

    private final TwilioCloud cloud;
    private final Queue<RestRequest> requests = new ConcurrentLinkedQueue<>();
    private final OwnedNumbers numbers = new OwnedNumbers();
    private final ConferenceApi conferences;
    private volatile RestFault fault = new RestFault.None();

    TwilioApi(TwilioCloud cloud) {
        this.cloud = cloud;
        this.conferences = new ConferenceApi(cloud);
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
                    send(request, form, RestAnswer.error(503, 20503, "Service is unavailable. Please try again later"));
                case RestFault.Throttled _ -> send(request, form, RestAnswer.error(429, 20429, "Too Many Requests"));
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

    private void send(HttpServerRequest request, Map<String, String> form, RestAnswer answer) {
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

    private RestAnswer work(HttpServerRequest request, Map<String, String> form) {
        var credentials = cloud.options().accountSid() + ":" + cloud.options().authToken();
        var expected = "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
        if (!expected.equals(request.getHeader("Authorization"))) {
            return RestAnswer.error(401, 20003, "Authenticate");
        }
        var root = "/2010-04-01/Accounts/" + cloud.options().accountSid() + "/";
        if (!request.path().startsWith(root) || !request.path().endsWith(".json")) {
            return RestAnswer.notFound(request.path());
        }
        var path = request.path().substring(root.length(), request.path().length() - ".json".length()).split("/");
        return switch (path[0]) {
            case "Calls" -> calls(request, path, form);
            case "Conferences" -> conferences.answer(request, path, form);
            case "Queues" -> queues(request, path, form);
            case "IncomingPhoneNumbers" -> numbers(request, path, form);
            default -> RestAnswer.notFound(request.path());
        };
    }

    private RestAnswer numbers(HttpServerRequest request, String[] path, Map<String, String> form) {
        if (path.length == 1 && request.method() == HttpMethod.GET) {
            return new RestAnswer(200, numbers.list(Optional.ofNullable(form.get("PhoneNumber"))));
        }
        return path.length == 2 && request.method() == HttpMethod.POST
                ? numbers.update(path[1], form)
                    .map(number -> new RestAnswer(200, number))
                    .orElseGet(() -> RestAnswer.notFound(request.path()))
                : RestAnswer.notFound(request.path());
    }

    private RestAnswer calls(HttpServerRequest request, String[] path, Map<String, String> form) {
        boolean post = request.method() == HttpMethod.POST;
        if (path.length == 1) {
            return post ? create(request, form) : list();
        }
        var call = cloud.call(path[1]);
        if (call.isEmpty() || path.length > 2) {
            return RestAnswer.notFound(request.path());
        }
        return post ? update(call.get(), form) : new RestAnswer(200, call.get().toJson(cloud.options().accountSid()));
    }

    private RestAnswer list() {
        var all = new JsonArray();
        cloud.calls().reversed().stream().limit(50).forEach(call -> all.add(call.toJson(cloud.options().accountSid())));
        return new RestAnswer(200, new JsonObject().put("calls", all));
    }

    private RestAnswer create(HttpServerRequest request, Map<String, String> form) {
        if (form.getOrDefault("To", "").isEmpty()) {
            return RestAnswer.error(400, 21201, "No 'To' number is specified");
        }
        if (form.getOrDefault("From", "").isEmpty()) {
            return RestAnswer.error(400, 21213, "No 'From' number is specified");
        }
        var url = form.getOrDefault("Url", "");
        var twiml = form.getOrDefault("Twiml", "");
        if (url.isEmpty() && twiml.isEmpty()) {
            return RestAnswer.error(400, 21205, "Url parameter is required.");
        }
        var bad = badTwiml(twiml);
        if (url.isEmpty() && bad != null) {
            return bad;
        }
        var call = cloud.dialOut(form, request.formAttributes().getAll("StatusCallbackEvent"), runner -> {
            if (url.isEmpty()) {
                runner.replaceWith(twiml);
            } else {
                runner.redirectTo(Webhooks.method(form.get("Method")), url);
            }
        });
        return new RestAnswer(201, call.toJson(cloud.options().accountSid()));
    }

    private static RestAnswer badTwiml(String twiml) {
        if (twiml.length() > TWIML_LENGTH) {
            return RestAnswer.error(400, 21620, "Twiml is longer than 4000 characters");
        }
        if (twiml.isEmpty()) {
            return null;
        }
        var violations = TwimlRules.violations(twiml, true);
        return violations.isEmpty() ? null : RestAnswer.error(400, 12100, "Document parse failure: " + violations);
    }

    private RestAnswer update(PhoneCall call, Map<String, String> form) {
        var runner = cloud.runner(call.sid());
        var status = form.getOrDefault("Status", "");
        var twiml = form.getOrDefault("Twiml", "");
        var url = form.getOrDefault("Url", "");
        if (!twiml.isEmpty() && !url.isEmpty()) {
            return RestAnswer.error(400, 21218, "Invalid: Url and Twiml are mutually exclusive");
        }
        if (call.isOver() || runner.isEmpty()) {
            return RestAnswer.error(400, 21220, "Call is not in-progress. Cannot redirect.");
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
            runner.get().redirectTo(Webhooks.method(form.get("Method")), url);
        }
        return new RestAnswer(200, call.toJson(cloud.options().accountSid()));
    }

    private RestAnswer queues(HttpServerRequest request, String[] path, Map<String, String> form) {
        if (path.length == 1) {
            var list = new JsonArray();
            cloud.queues()
                .all()
                .forEach((name, waiting) -> list.add(new JsonObject().put("sid", cloud.queues().sid(name))
                    .put("friendly_name", name)
                    .put("current_size", waiting.size())));
            return new RestAnswer(200, new JsonObject().put("queues", list));
        }
        var waiting = cloud.queues()
            .all()
            .entrySet()
            .stream()
            .filter(entry -> cloud.queues().sid(entry.getKey()).equals(path[1]) || entry.getKey().equals(path[1]))
            .map(Map.Entry::getValue)
            .findFirst();
        if (waiting.isEmpty() || path.length < 4) {
            return RestAnswer.notFound(request.path());
        }
        var member = waiting.get().stream().filter(call -> path[3].equals("Front") || path[3].equals(call.sid())).findFirst();
        if (member.isEmpty()) {
            return RestAnswer.notFound(request.path());
        }
        if (request.method() == HttpMethod.POST) {
            cloud.runner(member.get().sid())
                .ifPresent(runner -> runner.redirectTo(Webhooks.method(form.get("Method")), form.getOrDefault("Url", "")));
        }
        return new RestAnswer(200, new JsonObject().put("call_sid", member.get().sid()).put("queue_sid", path[1]));
    }
}
