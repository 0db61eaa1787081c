/// Assistants to start from. Each is a JSON file beside this package's classes; [dev.liveline.admin.preset.Presets] reads them, and a test keeps
/// them free of findings.
package dev.liveline.admin.preset;
