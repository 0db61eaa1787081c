package dev.liveline.edge.access;

import java.net.URI;
import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/// Whose pages may connect. A request without an `Origin` comes from no browser page and is judged by its token alone.
public final class Origins {

    private final Set<String> allowed = new HashSet<>();

    /// @param publicUrl the console's own origin
    /// @param further   origins of pages that embed captions
    public Origins(URI publicUrl, Collection<String> further) {
        allowed.add(normal(publicUrl.toString()));
        further.forEach(origin -> allowed.add(normal(origin)));
    }

    /// @param host the request's own `Host`: a page, or a client that names the host it dialled as many libraries do, is at home there.
    ///             No cookie is ever trusted here, so a name that was made to point at us gains nothing by it
    public boolean admits(@Nullable String origin, @Nullable String host) {
        if (origin == null) {
            return true;
        }
        String page = normal(origin);
        return allowed.contains(page)
                || (host != null && !host.isBlank()
                        && (page.equals(normal("http://" + host)) || page.equals(normal("https://" + host))));
    }

    /// Scheme, host and port in lower case, the scheme's own port left out. What is no origin stays what it is and matches nothing.
    private static String normal(String text) {
        URI uri;
        try {
            uri = URI.create(text.toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException none) {
            return text;
        }
        if (uri.getScheme() == null || uri.getHost() == null) {
            return text;
        }
        int standard = uri.getScheme().equals("https") ? 443 : 80;
        String port = uri.getPort() == -1 || uri.getPort() == standard ? "" : ":" + uri.getPort();
        return uri.getScheme() + "://" + uri.getHost() + port;
    }
}
