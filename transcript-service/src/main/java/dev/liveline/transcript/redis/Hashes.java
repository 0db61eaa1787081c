package dev.liveline.transcript.redis;

import java.util.HashMap;
import java.util.Map;

import io.vertx.redis.client.Response;

/// Names and values as Redis answers them: a map under RESP3, a flat list under RESP2 and from scripts.
final class Hashes {

    private Hashes() {}

    static Map<String, String> of(Response hash) {
        if (hash.getKeys().isEmpty()) {
            return of(hash, 0);
        }
        Map<String, String> fields = new HashMap<>();
        hash.getKeys().forEach(name -> fields.put(name, hash.get(name).toString()));
        return fields;
    }

    /// Names and values in turn, from an index on.
    static Map<String, String> of(Response flat, int from) {
        Map<String, String> fields = new HashMap<>();
        for (int i = from; i + 1 < flat.size(); i += 2) {
            fields.put(flat.get(i).toString(), flat.get(i + 1).toString());
        }
        return fields;
    }
}
