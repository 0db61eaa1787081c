package dev.liveline.edge.problem;

import java.util.LinkedHashMap;
import java.util.Map;

import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;

/// A refusal with its reason, RFC 9457. Thrown by resources and mapped to an answer; outside of resources [#answer] sends it.
///
/// `type` is `about:blank` unless [#code] gives one: the status then says what kind it is, and `detail` why. A detail never repeats secrets,
/// callers' words or numbers.
public final class Problem extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public static final String MEDIA_TYPE = "application/problem+json";

    private final int status;
    private final String title;
    private final String code;
    private final transient Map<String, Object> members;
    private final transient Map<String, String> headers;

    private Problem(int status, String title, String code, String detail, Map<String, Object> members,
            Map<String, String> headers) {
        super(detail, null, false, false);
        this.status = status;
        this.title = title;
        this.code = code;
        this.members = members;
        this.headers = headers;
    }

    /// A problem of a status; the title is the status's reason phrase.
    public static Problem of(int status, String detail) {
        return new Problem(status, titleOf(status), "", detail, Map.of(), Map.of());
    }

    public static Problem badRequest(String detail) {
        return of(400, detail);
    }

    public static Problem unauthorized() {
        return of(401, "A valid token is needed.").header("WWW-Authenticate", "Bearer");
    }

    public static Problem forbidden() {
        return of(403, "Your role does not allow this.");
    }

    public static Problem notFound() {
        return of(404, "There is no such thing, or you may not see it.");
    }

    /// @param allowed the methods that the path takes, as `Allow` must tell (RFC 9110, 15.5.6)
    public static Problem wrongMethod(String allowed) {
        return of(405, "The path does not take this method.").header("Allow", allowed);
    }

    public static Problem conflict(String detail) {
        return of(409, detail);
    }

    public static Problem unprocessable(String detail) {
        return of(422, detail);
    }

    /// @param retryAfterSeconds when to come back
    public static Problem tooManyRequests(String detail, long retryAfterSeconds) {
        return of(429, detail).header("Retry-After", Long.toString(retryAfterSeconds));
    }

    public static Problem badGateway(String detail) {
        return of(502, detail);
    }

    /// @param retryAfterSeconds when to come back
    public static Problem unavailable(String detail, long retryAfterSeconds) {
        return of(503, detail).header("Retry-After", Long.toString(retryAfterSeconds));
    }

    /// The same with a `type` of `urn:liveline:problem:<code>`.
    public Problem code(String word) {
        return new Problem(status, title, word, getMessage(), members, headers);
    }

    /// The same with a further member; the value must be something [JsonObject] can hold.
    public Problem with(String name, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(members);
        more.put(name, value);
        return new Problem(status, title, code, getMessage(), more, headers);
    }

    /// The same with an answer header.
    public Problem header(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Problem(status, title, code, getMessage(), members, more);
    }

    public int status() {
        return status;
    }

    public Map<String, String> headers() {
        return headers;
    }

    /// The body.
    public String json() {
        JsonObject json = new JsonObject();
        json.put("type", code.isEmpty() ? "about:blank" : "urn:liveline:problem:" + code);
        json.put("title", title).put("status", status).put("detail", getMessage());
        members.forEach(json::put);
        return json.encode();
    }

    /// Answers where there is no JAX-RS: on a plain route, before an upgrade.
    public void answer(HttpServerResponse response) {
        if (!response.ended() && !response.closed()) {
            response.setStatusCode(status).putHeader("Content-Type", MEDIA_TYPE);
            headers.forEach(response::putHeader);
            response.end(json());
        }
    }

    private static String titleOf(int status) {
        return switch (status) {
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 406 -> "Not Acceptable";
            case 409 -> "Conflict";
            case 412 -> "Precondition Failed";
            case 413 -> "Content Too Large";
            case 415 -> "Unsupported Media Type";
            case 422 -> "Unprocessable Content";
            case 426 -> "Upgrade Required";
            case 428 -> "Precondition Required";
            case 429 -> "Too Many Requests";
            case 500 -> "Internal Server Error";
            case 502 -> "Bad Gateway";
            case 503 -> "Service Unavailable";
            case 504 -> "Gateway Timeout";
            default -> "HTTP " + status;
        };
    }
}
