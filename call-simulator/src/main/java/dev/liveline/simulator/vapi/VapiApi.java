package dev.liveline.simulator.vapi;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;

/// The REST API of the stand-in: authentication, rate limit, faults, resources, calls.
final class VapiApi {

    private static final int REQUESTS_KEPT = 10_000;

    private final Vertx vertx;
    private final VapiOptions options;
    private final LiveCalls calls;
    private final CallApi callApi;
    private final Queue<ApiRequest> requests = new ConcurrentLinkedQueue<>();
    private final ArrayDeque<Long> recent = new ArrayDeque<>();
    private final Map<String, Resource> resources;
    private volatile ApiFault fault = new ApiFault.None();

    private record Resource(Records records, Function<JsonObject, List<String>> rules) {}

    VapiApi(Vertx vertx, VapiOptions options, LiveCalls calls, CallApi callApi, Records assistants, Records phoneNumbers,
            Records tools) {
        this.vertx = vertx;
        this.options = options;
        this.calls = calls;
        this.callApi = callApi;
        this.resources = Map.of("assistant", new Resource(assistants, PropertyRules::assistant), "phone-number",
                new Resource(phoneNumbers, PropertyRules::phoneNumber), "tool", new Resource(tools, PropertyRules::tool));
    }

    void breakWith(ApiFault newFault) {
        fault = newFault;
    }

    List<ApiRequest> requests() {
        return List.copyOf(requests);
    }

    void handle(HttpServerRequest request) {
        switch (fault) {
            case ApiFault.None _,ApiFault.AtLimit _ -> receive(request, 0);
            case ApiFault.Slow(var by) -> receive(request, Math.max(1, by.toMillis()));
            case ApiFault.Failing(var status) ->
                send(request, ApiAnswer.refused(status, "Internal Server Error", "An unexpected error occurred."));
            case ApiFault.Refusing _ -> request.connection().close();
            case ApiFault.Garbage _ -> request.response()
                .putHeader("Content-Type", "text/html")
                .end("<html><body>\u0000502 Bad Gateway {\"id\":</body></html>");
        }
    }

    private void receive(HttpServerRequest request, long delayMillis) {
        request.body().onSuccess(body -> {
            var answer = answer(request, body);
            record(request, body, answer);
            if (delayMillis == 0) {
                send(request, answer);
            } else {
                vertx.setTimer(delayMillis, _ -> send(request, answer));
            }
        });
    }

    private void record(HttpServerRequest request, Buffer body, ApiAnswer answer) {
        if (requests.size() < REQUESTS_KEPT) {
            requests
                .add(new ApiRequest(request.method().name(), request.path(), query(request), body.toString(), answer.status()));
        }
    }

    private static void send(HttpServerRequest request, ApiAnswer answer) {
        if (!request.response().closed()) {
            var text = switch (answer.body()) {
                case JsonObject object -> object.toBuffer();
                case JsonArray array -> array.toBuffer();
                default -> Buffer.buffer(String.valueOf(answer.body()));
            };
            request.response()
                .setStatusCode(answer.status())
                .putHeader("Content-Type", "application/json; charset=utf-8")
                .end(text);
        }
    }

    private ApiAnswer answer(HttpServerRequest request, Buffer body) {
        var path = request.path().substring(1).split("/");
        try {
            if (path[0].equals("control") && path.length == 3 && request.method() == HttpMethod.POST) {
                return callApi.control(path[1], path[2], request.getHeader("Authorization"), body.toJsonObject());
            }
            if (!("Bearer " + options.apiKey()).equals(request.getHeader("Authorization"))) {
                return ApiAnswer.refused(401, "Unauthorized",
                        "Invalid Key. Hot tip, you may be using the public key instead of the private key, or vice versa.");
            }
            if (overRate()) {
                return ApiAnswer.refused(429, "Too Many Requests", "Rate limit exceeded");
            }
            if (path[0].equals("call")) {
                return call(request, path, body);
            }
            var resource = resources.get(path[0]);
            return resource == null ? unknown(request) : resource(resource, path, request, body);
        } catch (DecodeException | ClassCastException | NumberFormatException _) {
            return ApiAnswer.refused(400, "Bad Request", "Unexpected token in JSON");
        }
    }

    private boolean overRate() {
        if (options.requestsPerSecond() == 0) {
            return false;
        }
        long now = System.nanoTime();
        while (!recent.isEmpty() && now - recent.peekFirst() > 1_000_000_000L) {
            recent.removeFirst();
        }
        if (recent.size() >= options.requestsPerSecond()) {
            return true;
        }
        recent.addLast(now);
        return false;
    }

    private static ApiAnswer unknown(HttpServerRequest request) {
        return ApiAnswer.refused(404, "Not Found", "Cannot " + request.method() + " " + request.path());
    }

    private static ApiAnswer resource(Resource resource, String[] path, HttpServerRequest request, Buffer body) {
        var records = resource.records();
        if (path.length == 1) {
            return switch (request.method().name()) {
                case "GET" -> {
                    var faults = Records.listFaults(query(request));
                    yield faults.isEmpty() ? ApiAnswer.ok(records.list(query(request))) : ApiAnswer.invalid(faults);
                }
                case "POST" -> {
                    var faults = resource.rules().apply(body.toJsonObject());
                    yield faults.isEmpty() ? ApiAnswer.created(records.create(body.toJsonObject())) : ApiAnswer.invalid(faults);
                }
                default -> unknown(request);
            };
        }
        var id = path[1];
        var found = records.find(id);
        if (path.length > 2 || found.isEmpty()) {
            return ApiAnswer.refused(404, "Not Found", "Resource not found: " + id);
        }
        return switch (request.method().name()) {
            case "GET" -> ApiAnswer.ok(found.get());
            case "PATCH" -> {
                // A number's or a tool's variant is not repeated in a patch; its stored kind says which fields it may have.
                var changes = body.toJsonObject();
                var whole = kind(found.get()).mergeIn(changes);
                var faults = resource.rules().apply(whole).stream().filter(fault -> mentions(changes, fault)).toList();
                yield faults.isEmpty() ? ApiAnswer.ok(records.patch(id, changes)) : ApiAnswer.invalid(faults);
            }
            case "DELETE" -> records.isPinned(id)
                    ? ApiAnswer.refused(409, "Conflict", "Resource is in use and can not be deleted.")
                    : ApiAnswer.ok(records.delete(id));
            default -> unknown(request);
        };
    }

    private static JsonObject kind(JsonObject record) {
        var kind = new JsonObject();
        for (var key : List.of("provider", "type", "number")) {
            if (record.getValue(key) != null) {
                kind.put(key, record.getValue(key));
            }
        }
        return kind;
    }

    private static boolean mentions(JsonObject changes, String fault) {
        return changes.fieldNames().stream().anyMatch(fault::contains);
    }

    private ApiAnswer call(HttpServerRequest request, String[] path, Buffer body) {
        if (path.length == 1) {
            return switch (request.method().name()) {
                case "POST" -> {
                    var faults = PropertyRules.createCall(body.toJsonObject());
                    yield faults.isEmpty()
                            ? callApi.create(body.toJsonObject(), fault instanceof ApiFault.AtLimit)
                            : ApiAnswer.invalid(faults);
                }
                case "GET" -> ApiAnswer.ok(list(query(request)));
                default -> unknown(request);
            };
        }
        var found = calls.find(path[1]);
        if (found.isEmpty() || path.length > 2) {
            return ApiAnswer.refused(404, "Not Found", "Call not found: " + path[1]);
        }
        var call = found.get();
        return switch (request.method().name()) {
            case "GET" -> ApiAnswer.ok(call.toJson());
            case "PATCH" -> {
                var changes = body.toJsonObject();
                var faults = changes.fieldNames()
                    .stream()
                    .filter(field -> !field.equals("name"))
                    .map(field -> "property " + field + " should not exist")
                    .toList();
                if (faults.isEmpty()) {
                    call.rename(changes.getString("name", ""));
                }
                yield faults.isEmpty() ? ApiAnswer.ok(call.toJson()) : ApiAnswer.invalid(faults);
            }
            // Erases data; it does not hang up.
            case "DELETE" -> ApiAnswer.ok(call.toJson());
            default -> unknown(request);
        };
    }

    private JsonArray list(Map<String, String> query) {
        var page = new JsonArray();
        calls.all()
            .reversed()
            .stream()
            .filter(call -> query.getOrDefault("id", call.id()).equals(call.id()))
            .filter(call -> query.getOrDefault("assistantId", call.facts().assistantId()).equals(call.facts().assistantId()))
            .limit(Integer.parseInt(query.getOrDefault("limit", "100")))
            .forEach(call -> page.add(call.toJson()));
        return page;
    }

    private static Map<String, String> query(HttpServerRequest request) {
        var query = new HashMap<String, String>();
        request.params().forEach(query::put);
        return query;
    }
}
