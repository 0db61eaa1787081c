package dev.liveline.edge.webhook;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import dev.liveline.edge.webhook.Verdict.Accepted;
import dev.liveline.edge.webhook.Verdict.Refused;
import dev.liveline.edge.webhook.WebhookConfig.Algorithm;
import dev.liveline.edge.webhook.WebhookConfig.Encoding;
import dev.liveline.edge.webhook.WebhookConfig.Scheme;

/// Decides whether a message is Vapi's, over its raw bytes, in constant time. Empty headers and empty secrets never match: Vapi has been seen
/// to send an empty `X-Vapi-Secret` when no credential was attached.
///
/// A pure function of the request, the clock and the settings. Replays are told by [Accepted#signature]: the caller refuses a spent key and
/// spends a fresh one once it answers 200, in its own commit where it has one.
public final class VapiAuthentication {

    private static final JsonFactory JSON = new JsonFactory();

    private final WebhookConfig config;
    private final List<byte[]> secrets;
    private final List<Mac> signers;
    private final List<Mac> bodySigners;
    private final String beforeBody;
    private final String afterBody;

    /// @throws IllegalArgumentException if the settings contradict themselves
    public VapiAuthentication(WebhookConfig config) {
        this.config = config;
        List<String> configured = config.secrets()
            .orElse(List.of())
            .stream()
            .map(String::strip)
            .filter(s -> !s.isEmpty())
            .toList();
        this.secrets = configured.stream().map(s -> s.getBytes(StandardCharsets.UTF_8)).toList();
        this.signers = configured.stream()
            .map(s -> mac(config.hmac().algorithm(), config.hmac().secretIsBase64()
                    ? Base64.getDecoder().decode(s)
                    : s.getBytes(StandardCharsets.UTF_8)))
            .toList();
        this.bodySigners = secrets.stream().map(s -> mac(Algorithm.SHA256, s)).toList();
        String format = config.hmac().payloadFormat();
        int body = format.indexOf("{body}");
        if (body < 0 || format.indexOf("{body}", body + 1) >= 0) {
            throw new IllegalArgumentException("liveline.webhook.hmac.payload-format must hold {body} once");
        }
        this.beforeBody = format.substring(0, body);
        this.afterBody = format.substring(body + "{body}".length());
    }

    /// @param header    a header's value by its lower-case name, or null
    /// @param nowMillis epoch milliseconds
    public Verdict check(Function<String, @Nullable String> header, byte[] body, long nowMillis) {
        Refused refused = new Refused("missing");
        for (Scheme scheme : config.schemes()) {
            Verdict verdict = switch (scheme) {
                case HMAC -> hmac(header, body, nowMillis);
                case BODY_HMAC -> bodyHmac(header, body, nowMillis);
                case SECRET -> equality(scheme, header.apply("x-vapi-secret"));
                case BEARER -> equality(scheme, bearer(header.apply("authorization")));
            };
            switch (verdict) {
                case Accepted accepted -> {
                    return accepted;
                }
                case Refused why -> refused = refused.reason().equals("missing") ? why : refused;
            }
        }
        return refused;
    }

    /// Headers that prove a message of our own to another service of ours, by the first scheme that is configured; `hmac` is preferred.
    ///
    /// @throws IllegalStateException if no secret is configured
    public Map<String, String> sign(byte[] body, long nowMillis) {
        if (secrets.isEmpty()) {
            throw new IllegalStateException("VAPI_WEBHOOK_SECRET is not set");
        }
        Scheme scheme = config.schemes().contains(Scheme.HMAC) ? Scheme.HMAC : config.schemes().getFirst();
        String secret = new String(secrets.getFirst(), StandardCharsets.UTF_8);
        return switch (scheme) {
            case HMAC -> {
                String timestamp = Long.toString(nowMillis);
                String id = "liveline-" + nowMillis;
                String signature = config.hmac().prefix().orElse("")
                        + encode(signature(signers.getFirst(), timestamp, id, body));
                yield Map.of(config.hmac().timestampHeader(), timestamp, config.hmac().messageIdHeader(), id,
                        config.hmac().signatureHeader(), signature);
            }
            case BODY_HMAC -> Map.of("x-vapi-signature", HexFormat.of().formatHex(clone(bodySigners.getFirst()).doFinal(body)));
            case SECRET -> Map.of("x-vapi-secret", secret);
            case BEARER -> Map.of("authorization", "Bearer " + secret);
        };
    }

    private Verdict hmac(Function<String, @Nullable String> header, byte[] body, long nowMillis) {
        String given = header.apply(config.hmac().signatureHeader().toLowerCase(java.util.Locale.ROOT));
        String timestamp = header.apply(config.hmac().timestampHeader().toLowerCase(java.util.Locale.ROOT));
        String id = header.apply(config.hmac().messageIdHeader().toLowerCase(java.util.Locale.ROOT));
        boolean timed = config.hmac().payloadFormat().contains("{timestamp}");
        if (given == null || given.isBlank() || (timed && timestamp == null)) {
            return new Refused("missing");
        }
        String signature = given.strip();
        String prefix = config.hmac().prefix().orElse("");
        if (!signature.startsWith(prefix)) {
            return new Refused("mismatch");
        }
        byte[] claimed = decode(signature.substring(prefix.length()));
        if (claimed.length == 0) {
            return new Refused("mismatch");
        }
        boolean matches = false;
        for (Mac signer : signers) {
            matches |= MessageDigest.isEqual(signature(signer, timestamp, id, body), claimed);
        }
        if (!matches) {
            return new Refused("mismatch");
        }
        long signedAt = timed ? epochMillis(timestamp) : 0;
        if (timed && !isFresh(signedAt, nowMillis)) {
            return new Refused("stale");
        }
        return new Accepted(Scheme.HMAC, SpentSignature.of(claimed, signedAt));
    }

    private Verdict bodyHmac(Function<String, @Nullable String> header, byte[] body, long nowMillis) {
        String given = header.apply("x-vapi-signature");
        if (given == null || given.isBlank()) {
            return new Refused("missing");
        }
        String signature = given.strip();
        byte[] claimed = hex(signature.startsWith("sha256=") ? signature.substring("sha256=".length()) : signature);
        boolean matches = false;
        for (Mac signer : bodySigners) {
            matches |= MessageDigest.isEqual(clone(signer).doFinal(body), claimed);
        }
        if (!matches) {
            return new Refused("mismatch");
        }
        return switch (timestamp(body)) {
            // Signed by Vapi but not JSON: authentic, and for the caller to refuse as malformed.
            case Stamp.Malformed _ -> new Accepted(Scheme.BODY_HMAC, null);
            case Stamp.Absent _ -> new Refused("stale");
            case Stamp.At(long millis) ->
                isFresh(millis, nowMillis) ? new Accepted(Scheme.BODY_HMAC, null) : new Refused("stale");
        };
    }

    private Verdict equality(Scheme scheme, @Nullable String given) {
        if (given == null || given.isBlank()) {
            return new Refused("missing");
        }
        byte[] claimed = given.strip().getBytes(StandardCharsets.UTF_8);
        boolean matches = false;
        for (byte[] secret : secrets) {
            matches |= MessageDigest.isEqual(secret, claimed);
        }
        return matches ? new Accepted(scheme, null) : new Refused("mismatch");
    }

    private static @Nullable String bearer(@Nullable String authorization) {
        return authorization != null && authorization.regionMatches(true, 0, "Bearer ", 0, 7) ? authorization.substring(7)
                : null;
    }

    private byte[] signature(Mac signer, @Nullable String timestamp, @Nullable String id, byte[] body) {
        Mac mac = clone(signer);
        mac.update(fill(beforeBody, timestamp, id));
        mac.update(body);
        mac.update(fill(afterBody, timestamp, id));
        return mac.doFinal();
    }

    private static byte[] fill(String format, @Nullable String timestamp, @Nullable String id) {
        return format.replace("{timestamp}", timestamp == null ? "" : timestamp)
            .replace("{svix-id}", id == null ? "" : id)
            .getBytes(StandardCharsets.UTF_8);
    }

    private boolean isFresh(long atMillis, long nowMillis) {
        return Math.abs(nowMillis - atMillis) <= config.tolerance().toMillis();
    }

    /// Vapi does not document the unit: what is too small for milliseconds of this century is seconds.
    private static long epochMillis(@Nullable String timestamp) {
        try {
            long value = Long.parseLong(timestamp == null ? "" : timestamp.strip());
            return value < 100_000_000_000L ? value * 1000 : value;
        } catch (NumberFormatException none) {
            return Long.MIN_VALUE / 2;
        }
    }

    private byte[] decode(String signature) {
        return switch (config.hmac().encoding()) {
            case HEX -> hex(signature);
            case BASE64 -> base64(signature);
        };
    }

    private String encode(byte[] signature) {
        return switch (config.hmac().encoding()) {
            case HEX -> HexFormat.of().formatHex(signature);
            case BASE64 -> Base64.getEncoder().encodeToString(signature);
        };
    }

    /// No bytes for what is no hex: it then equals no signature.
    private static byte[] hex(String text) {
        try {
            return HexFormat.of().parseHex(text);
        } catch (IllegalArgumentException none) {
            return new byte[0];
        }
    }

    private static byte[] base64(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException none) {
            return new byte[0];
        }
    }

    private sealed interface Stamp {
        record At(long millis) implements Stamp {}

        record Absent() implements Stamp {}

        record Malformed() implements Stamp {}
    }

    /// Reads `message.timestamp` without building anything.
    private static Stamp timestamp(byte[] body) {
        try (JsonParser parser = JSON.createParser(body)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return new Stamp.Malformed();
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean message = parser.currentName().equals("message");
                JsonToken value = parser.nextToken();
                if (!message || value != JsonToken.START_OBJECT) {
                    parser.skipChildren();
                    continue;
                }
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    boolean stamp = parser.currentName().equals("timestamp");
                    JsonToken member = parser.nextToken();
                    if (stamp && member.isNumeric()) {
                        return new Stamp.At(parser.getValueAsLong());
                    }
                    parser.skipChildren();
                }
            }
            return new Stamp.Absent();
        } catch (IOException malformed) {
            return new Stamp.Malformed();
        }
    }

    private static Mac mac(Algorithm algorithm, byte[] key) {
        String name = switch (algorithm) {
            case SHA256 -> "HmacSHA256";
            case SHA512 -> "HmacSHA512";
            case SHA1 -> "HmacSHA1";
        };
        try {
            Mac mac = Mac.getInstance(name);
            mac.init(new SecretKeySpec(key, name));
            return mac;
        } catch (NoSuchAlgorithmException | InvalidKeyException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// A keyed prototype is cheaper to copy than to key again, and safe to copy from any thread.
    private static Mac clone(Mac prototype) {
        try {
            return (Mac) prototype.clone();
        } catch (CloneNotSupportedException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
