/// The REST API: takes requests apart, hands them on, puts answers together. Role `admin` throughout.
package dev.liveline.admin.api;
