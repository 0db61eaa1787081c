package dev.liveline.router.bridge;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.jspecify.annotations.Nullable;

/// Checks `X-Twilio-Signature` of a media socket's handshake: HMAC-SHA1 of the socket's URL, as it is or with a trailing slash, by any of the
/// account's tokens. Where the URL has a port, Twilio may have signed it without. There are no parameters in it, so what is valid is known
/// beforehand.
public final class HandshakeSignature {

    private final List<byte[]> valid;

    public HandshakeSignature(String mediaUrl, List<String> authTokens) {
        Set<String> urls = new LinkedHashSet<>(List.of(mediaUrl, mediaUrl + "/"));
        URI parsed = URI.create(mediaUrl);
        if (parsed.getPort() >= 0) {
            String withoutPort = parsed.getScheme() + "://" + parsed.getHost() + parsed.getRawPath();
            urls.add(withoutPort);
            urls.add(withoutPort + "/");
        }
        this.valid = authTokens.stream().flatMap(token -> urls.stream().map(url -> sign(token, url))).toList();
    }

    /// Takes the same time whatever is wrong with it.
    public boolean isValid(@Nullable String signature) {
        byte[] given = (signature == null ? "" : signature).getBytes(UTF_8);
        boolean found = false;
        for (byte[] candidate : valid) {
            found |= MessageDigest.isEqual(candidate, given);
        }
        return found;
    }

    private static byte[] sign(String token, String url) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(token.getBytes(UTF_8), "HmacSHA1"));
            return Base64.getEncoder().encodeToString(mac.doFinal(url.getBytes(UTF_8))).getBytes(US_ASCII);
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("this Java runtime lacks HMAC-SHA1", missing);
        }
    }
}
