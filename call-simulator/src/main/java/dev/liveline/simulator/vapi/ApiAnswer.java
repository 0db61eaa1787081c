package dev.liveline.simulator.vapi;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/// What the REST API says: a status with a JSON body.
record ApiAnswer(int status, Object body) {

    static ApiAnswer ok(Object body) {
        return new ApiAnswer(200, body);
    }

    static ApiAnswer created(Object body) {
        return new ApiAnswer(201, body);
    }

    static ApiAnswer invalid(List<String> faults) {
        return new ApiAnswer(400, new JsonObject().put("message", new JsonArray(faults))
            .put("error", "Bad Request")
            .put("statusCode", 400));
    }

    static ApiAnswer refused(int status, String error, String message) {
        return new ApiAnswer(status, new JsonObject().put("message", message).put("error", error).put("statusCode", status));
    }
}
