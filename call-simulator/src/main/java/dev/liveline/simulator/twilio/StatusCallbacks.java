package dev.liveline.simulator.twilio;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;

/// Tells what becomes of legs, in Twilio's numbering.
final class StatusCallbacks {

    private final Webhooks webhooks;
    private final TwilioOptions options;

    StatusCallbacks(Webhooks webhooks, TwilioOptions options) {
        this.webhooks = webhooks;
        this.options = options;
    }

    /// One status callback. Shuffled, a last one comes twice with an older one between.
    Future<WebhookAnswer> report(PhoneCall call, String url, HttpMethod method, int sequence, boolean last) {
        var form = call.parameters(options.accountSid());
        form.put("SequenceNumber", Integer.toString(sequence));
        form.put("CallbackSource", "call-progress-events");
        form.put("Timestamp", DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC)));
        if (last) {
            form.put("CallDuration", Long.toString(call.seconds()));
        }
        var sent = webhooks.send(method, url, form, false);
        sent.onSuccess(call::answered);
        if (!options.shuffledStatus() || !last) {
            return sent;
        }
        var older = new LinkedHashMap<>(form);
        older.put("CallStatus", "in-progress");
        older.put("SequenceNumber", Integer.toString(sequence - 1));
        older.remove("CallDuration");
        return sent.compose(_ -> webhooks.send(method, url, older, false))
            .compose(_ -> webhooks.send(method, url, form, false));
    }
}
