package dev.liveline.simulator.twilio;

import java.util.Map;

/// A request the REST API received, with the first value of each field.
public record RestRequest(String method, String path, Map<String, String> form, int status) {}
