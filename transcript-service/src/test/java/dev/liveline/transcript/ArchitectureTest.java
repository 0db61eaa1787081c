package dev.liveline.transcript;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.liveline.transcript", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule THE_CALL_IS_A_PURE_FUNCTION = classes().that()
        .resideInAPackage("dev.liveline.transcript.call")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("dev.liveline.transcript.call", "dev.liveline.events", "java.lang", "java.lang.runtime",
                "java.util",
                "java.util.function", "java.lang.invoke", "org.jspecify.annotations");

    @ArchTest
    static final ArchRule REDACTION_KNOWS_WORDS_AND_FACTS_ONLY = classes().that()
        .resideInAPackage("..redaction")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("dev.liveline.transcript.redaction", "dev.liveline.transcript.call", "java..", "org.jspecify..");

    @ArchTest
    static final ArchRule VAPIS_WORDS_END_IN_ITS_PACKAGE = noClasses().that()
        .resideOutsideOfPackages("dev.liveline.transcript.vapi", "dev.liveline.transcript.routing")
        .should()
        .haveSimpleNameContaining("Vapi");

    @ArchTest
    static final ArchRule EDGES_DO_NOT_KNOW_EACH_OTHER = slices()
        .matching("dev.liveline.transcript.(vapi|api|ingest|routing|report)..")
        .should()
        .notDependOnEachOther();

    @ArchTest
    static final ArchRule NOTHING_IS_INJECTED_INTO_FIELDS = fields().should().notBeAnnotatedWith(jakarta.inject.Inject.class);

    @ArchTest
    static final ArchRule NAMES_SAY_WHAT_A_CLASS_IS = noClasses().should()
        .haveNameMatching(".*(Util|Utils|Helper|Manager|Impl|Dto)$|.*\\.Abstract[A-Z].*");

    @ArchTest
    static final ArchRule NO_SERVICE_KNOWS_ANOTHER = noClasses().should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.liveline.hub..", "dev.liveline.router..", "dev.liveline.admin..", "dev.liveline.simulator..");
}
