package dev.liveline.admin.lint;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import dev.liveline.admin.json.Pointer;
import dev.liveline.admin.json.Secrets;

/// Secrets where people, callers or logs can read them. A finding names the place, never the value.
public enum SecretRule implements Rule {

    // @formatter:off
    SECRET_IN_PLAIN_FIELD(Spec.error(
            "No keys, tokens or private keys in prompts, messages, metadata or other plain fields.",
            "anyone who can read the assistant, and often its model, can read them", SecretRule::plain)),
    SECRET_IN_HEADERS(Spec.warning(
            "`server.headers` carries no authentication: a credential does (`server.credentialId`).",
            "headers are readable in the assistant; credentials are not", SecretRule::headers).of(Spec.SERVED)),
    CREDENTIALS_INLINE(Spec.warning(
            "Credentials live at Vapi and are named by `credentialIds`, not written out in `credentials`.",
            "anyone who can read the assistant can read them", SecretRule::inline));
    // @formatter:on

    private static final Pattern SECRET = Pattern
        .compile("\\bsk[-_](?:[a-z]+[-_])*[A-Za-z0-9]{16,}|\\bsk-[A-Za-z0-9_-]{20,}|\\bxox[abprs]-[A-Za-z0-9-]{10,}"
                + "|\\bAKIA[0-9A-Z]{16}\\b|\\bgh[pousr]_[A-Za-z0-9]{30,}|\\bAIza[0-9A-Za-z_-]{30,}|\\bwhsec_[A-Za-z0-9+/=]{16,}"
                + "|-----BEGIN [A-Z ]*PRIVATE KEY-----|\\beyJ[A-Za-z0-9_-]{10,}\\.[A-Za-z0-9_-]{10,}\\.[A-Za-z0-9_-]{10,}"
                + "|(?i:\\bbearer\\s+[A-Za-z0-9._~+/-]{20,})|\\bhttps?://[^/\\s:@]*:[^/\\s:@]{3,}@");

    private final Spec spec;

    SecretRule(Spec spec) {
        this.spec = spec;
    }

    @Override
    public Spec spec() {
        return spec;
    }

    private static List<Hit> plain(Subject subject) {
        List<Hit> hits = new ArrayList<>();
        for (Subject.TextAt text : subject.allTexts()) {
            boolean named = text.at().steps().getFirst().equals("metadata") && Secrets.isSecretName(text.name());
            if (!atHome(text.at()) && (named || SECRET.matcher(text.text()).find())) {
                hits.add(Hit.at(text.at(), "This looks like a secret, in a field that is stored and shown in the clear.",
                        "Take it out, make it invalid where it came from, and use a credential or a server of your own."));
            }
        }
        return hits;
    }

    /// The header that wiring itself adds where no credential is configured is the operator's choice, told once by `check`.
    private static List<Hit> headers(Subject subject) {
        boolean ours = subject.expectations().authenticates()
                && subject.text("/server/url").equals(subject.expectations().url());
        return subject.at("/server/headers")
            .propertyStream()
            .map(Map.Entry::getKey)
            .filter(Secrets::isSecretName)
            .filter(header -> !(ours && header.equals("X-Vapi-Secret")))
            .map(header -> Hit.at(Pointer.of("/server/headers").child(header),
                    "Anyone who can read the assistant can read this header.",
                    "Create a credential at Vapi and name it in server.credentialId."))
            .toList();
    }

    private static List<Hit> inline(Subject subject) {
        return subject.at("/credentials").size() == 0 ? List.of()
                : List.of(Hit.at("/credentials", "Credentials written out here are stored with the assistant.",
                        "Create them at Vapi and name them in credentialIds."));
    }

    /// Where Vapi expects secrets, other rules speak.
    private static boolean atHome(Pointer at) {
        String first = at.steps().getFirst();
        return first.equals("credentials") || first.equals("serverUrlSecret")
                || first.equals("server") && (at.steps().contains("headers") || at.last().equals("secret"));
    }
}
