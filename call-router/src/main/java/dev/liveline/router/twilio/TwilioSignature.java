package dev.liveline.router.twilio;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.jspecify.annotations.Nullable;

import com.twilio.security.RequestValidator;

import dev.liveline.edge.LivelineConfig;
import dev.liveline.router.RouterConfig;
import jakarta.enterprise.context.ApplicationScoped;

/// Whether a webhook is Twilio's: `X-Twilio-Signature` over the URL that Twilio was given and the form it sent. (The media socket's handshake is
/// checked by the bridge.)
///
/// That URL is `PUBLIC_URL` + the raw path and query as they arrived: behind an ingress the request's own host, scheme and port are not what
/// Twilio signed. Twilio drops the port when it signs https and keeps it for http, and the SDKs accept either; so do we, without ever
/// re-encoding the query. The SDK's validator decides where it can; it has no repeated fields, and re-encodes queries when it changes a
/// port, so those cases are computed here.
@ApplicationScoped
public class TwilioSignature {

    private final String publicUrl;
    private final List<Key> keys;

    private record Key(RequestValidator sdk, SecretKeySpec secret) {

        static Key of(String token) {
            return new Key(new RequestValidator(token), new SecretKeySpec(token.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
        }
    }

    @jakarta.inject.Inject
    public TwilioSignature(LivelineConfig liveline, RouterConfig config) {
        this(liveline.publicUrl(), config.twilio().authToken().orElse(List.of()));
    }

    /// @param tokens any of them may have signed; none accepts nothing
    public TwilioSignature(URI publicUrl, List<String> tokens) {
        this.publicUrl = publicUrl.toString().replaceFirst("/+$", "");
        this.keys = tokens.stream().map(String::strip).filter(token -> !token.isEmpty()).map(Key::of).toList();
    }

    /// Checks a webhook.
    ///
    /// @param uri       raw path and query as they arrived, such as `/twilio/voice?a=b%20c`
    /// @param form      of a POST; [Form#EMPTY] for a GET
    /// @param signature the header, null if there was none
    public boolean accepts(String uri, Form form, @Nullable String signature) {
        return acceptsUrl(publicUrl + uri, form, signature);
    }

    /// Checks a webhook with a JSON body: its hash is in the query, and the query is signed.
    public boolean acceptsBody(String uri, byte[] body, @Nullable String signature) {
        String hash = Form.parse(query(uri)).text("bodySHA256").orElse("");
        return MessageDigest.isEqual(hash.getBytes(StandardCharsets.UTF_8),
                hexSha256(body).getBytes(StandardCharsets.UTF_8)) && accepts(uri, Form.EMPTY, signature);
    }

    /// @param url whole, with or without port
    boolean acceptsUrl(String url, Form form, @Nullable String signature) {
        if (signature == null || signature.isBlank()) {
            return false;
        }
        Set<String> urls = spellings(withoutFragment(url));
        boolean accepted = false;
        for (Key key : keys) {
            accepted |= !form.hasRepeatedNames() && key.sdk().validate(urls.iterator().next(), flat(form), signature);
            for (String candidate : urls) {
                accepted |= matches(key, candidate, form, signature);
            }
        }
        return accepted;
    }

    /// The URL without port, as it is, and with its scheme's port, as text.
    private static Set<String> spellings(String url) {
        Set<String> spellings = new LinkedHashSet<>();
        int host = url.indexOf("://") + 3;
        int end = host;
        while (end < url.length() && "/?#".indexOf(url.charAt(end)) < 0) {
            end++;
        }
        String authority = url.substring(url.lastIndexOf('@', end) >= host ? url.lastIndexOf('@', end) + 1 : host, end);
        String scheme = url.substring(0, host);
        String rest = url.substring(end);
        String bare = authority.replaceFirst(":[0-9]+$", "");
        spellings.add(scheme + bare + rest);
        spellings.add(scheme + authority + rest);
        spellings.add(scheme + bare + (scheme.startsWith("https") ? ":443" : ":80") + rest);
        return spellings;
    }

    private static String withoutFragment(String url) {
        int fragment = url.indexOf('#');
        return fragment < 0 ? url : url.substring(0, fragment);
    }

    private static Map<String, String> flat(Form form) {
        Map<String, String> flat = new HashMap<>();
        form.fields().forEach((name, values) -> flat.put(name, values.getFirst()));
        return flat;
    }

    /// Names in order, each with its distinct values in order: what Twilio's own libraries do with repeated fields.
    private static boolean matches(Key key, String url, Form form, String signature) {
        StringBuilder signed = new StringBuilder(url);
        form.fields()
            .forEach((name, values) -> new TreeSet<>(values).forEach(value -> signed.append(name).append(value)));
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(key.secret());
            byte[] expected = Base64.getEncoder().encode(mac.doFinal(signed.toString().getBytes(StandardCharsets.UTF_8)));
            return MessageDigest.isEqual(expected, signature.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String hexSha256(byte[] body) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String query(String uri) {
        int mark = uri.indexOf('?');
        return mark < 0 ? "" : uri.substring(mark + 1);
    }
}
