package dev.liveline.edge;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.inject.Singleton;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;

/// Keeps senders from making time series: `uri` of `http_server_requests` is a path of ours (`/calls/{id}`), or `other`.
///
/// Quarkus labels a request by the path's template where a resource took it, and by the path as it was sent where none did, as with a method the
/// path does not have: anybody could fill the registry, and ids of calls would stand in it. Refusals without a template are therefore
/// `other`, and so is everything past [#MOST_PATHS] different labels.
@Singleton
public class RequestLabels implements MeterFilter {

    private static final String REQUESTS = "http.server.requests";
    private static final String URI = "uri";
    private static final String OTHER = "other";
    private static final int MOST_PATHS = 200;

    private final Set<String> paths = ConcurrentHashMap.newKeySet();

    @Override
    public Meter.Id map(Meter.Id id) {
        if (!id.getName().equals(REQUESTS)) {
            return id;
        }
        String uri = id.getTag(URI);
        if (uri == null || isOurs(uri, String.valueOf(id.getTag("status")))) {
            return id;
        }
        return id.replaceTags(id.getTags().stream().map(tag -> tag.getKey().equals(URI) ? Tag.of(URI, OTHER) : tag).toList());
    }

    private boolean isOurs(String uri, String status) {
        if (status.startsWith("4") && !uri.contains("{")) {
            return false;
        }
        if (paths.contains(uri)) {
            return true;
        }
        return paths.size() < MOST_PATHS && paths.add(uri);
    }
}
