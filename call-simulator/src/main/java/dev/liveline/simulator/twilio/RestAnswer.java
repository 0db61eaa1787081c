package dev.liveline.simulator.twilio;

import io.vertx.core.json.JsonObject;

/// What the REST API says: a status with a JSON body.
record RestAnswer(int status, JsonObject body) {

    static RestAnswer error(int status, int code, String message) {
        return new RestAnswer(status, new JsonObject().put("code", code)
            .put("message", message)
            .put("more_info", "https://www.twilio.com/docs/errors/" + code)
            .put("status", status));
    }

    static RestAnswer notFound(String path) {
        return error(404, 20404, "The requested resource " + path + " was not found");
    }
}
