package dev.liveline.simulator.twilio;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// `X-Twilio-Signature` as Twilio makes it: Base64 of HMAC-SHA1 over the URL followed by every form field, sorted by name.
///
/// The URL is signed as Twilio was given it, without fragment and user information; with https and wss the port is left out,
/// with http and ws it stays.
public final class TwilioSignature {

    private final SecretKeySpec key;

    public TwilioSignature(String authToken) {
        key = new SecretKeySpec(authToken.getBytes(StandardCharsets.UTF_8), "HmacSHA1");
    }

    /// The signature of a form POST; of a GET or a WebSocket handshake with no fields.
    public String of(String url, Map<String, String> form) {
        var signed = new StringBuilder(signedUrl(url));
        new TreeMap<>(form).forEach((name, value) -> signed.append(name).append(value));
        try {
            var mac = Mac.getInstance("HmacSHA1");
            mac.init(key);
            return Base64.getEncoder().encodeToString(mac.doFinal(signed.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA1", e);
        }
    }

    static String signedUrl(String url) {
        int scheme = url.indexOf("://") + 3;
        var rest = url.substring(scheme).split("#", 2)[0];
        int end = 0;
        while (end < rest.length() && "/?".indexOf(rest.charAt(end)) < 0) {
            end++;
        }
        var authority = rest.substring(rest.lastIndexOf('@', end) + 1, end);
        if (url.startsWith("https:") || url.startsWith("wss:")) {
            authority = authority.replaceFirst(":\\d+$", "");
        }
        return url.substring(0, scheme) + authority + rest.substring(end);
    }
}
