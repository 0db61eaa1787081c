package dev.liveline.simulator.twilio;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/// The account's phone numbers, as `IncomingPhoneNumbers` tells of them. The account owns whatever number is asked for; what a number's webhooks
/// were set to is kept and told again, and changes nothing of how calls are placed.
final class OwnedNumbers {

    private static final Map<String, String> FIELDS = Map.of("VoiceUrl", "voice_url", "VoiceMethod", "voice_method",
            "VoiceFallbackUrl",
            "voice_fallback_url", "StatusCallback", "status_callback", "StatusCallbackMethod", "status_callback_method");

    private final Map<String, JsonObject> bySid = new ConcurrentHashMap<>();

    /// Those that match a number; none for what is no number.
    JsonObject list(Optional<String> number) {
        var found = new JsonArray();
        number.filter(text -> text.matches("\\+[1-9][0-9]{1,14}")).ifPresent(e164 -> {
            var sid = "PN" + UUID.nameUUIDFromBytes(e164.getBytes(StandardCharsets.UTF_8)).toString().replace("-", "");
            found.add(bySid.computeIfAbsent(sid, _ -> new JsonObject().put("sid", sid).put("phone_number", e164)).copy());
        });
        return new JsonObject().put("incoming_phone_numbers", found);
    }

    /// @return empty if there is no such number
    Optional<JsonObject> update(String sid, Map<String, String> form) {
        return Optional.ofNullable(bySid.computeIfPresent(sid, (_, number) -> {
            var changed = number.copy();
            FIELDS.forEach((field, name) -> {
                if (form.containsKey(field)) {
                    changed.put(name, form.get(field));
                }
            });
            return changed;
        })).map(JsonObject::copy);
    }
}
