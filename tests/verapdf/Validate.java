import java.io.File;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/** A flavour (ua1, 2u ...) and PDF files → one line a broken rule: file, rule, message, place, with tabs between. */
public class Validate {
    public static void main(String[] arguments) throws Exception {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        VeraGreenfieldFoundryProvider.initialise();
        PDFAFlavour flavour = PDFAFlavour.fromString(arguments[0]);
        if (flavour == PDFAFlavour.NO_FLAVOUR) {
            throw new IllegalArgumentException("no flavour " + arguments[0]);
        }
        for (int i = 1; i < arguments.length; i++) {
            try (PDFAParser parser = Foundries.defaultInstance().createParser(new File(arguments[i]), flavour);
                    PDFAValidator validator = Foundries.defaultInstance().createValidator(flavour, false)) {
                ValidationResult result = validator.validate(parser);
                for (TestAssertion broken : result.getTestAssertions()) {
                    String rule = broken.getRuleId().getClause() + "-" + broken.getRuleId().getTestNumber();
                    out.println(line(arguments[i], rule, broken.getMessage(), broken.getLocation().getContext()));
                }
            } catch (Exception unreadable) {
                out.println(line(arguments[i], "unreadable", String.valueOf(unreadable), ""));
            }
            // Tells that the file was looked at: without it, a crash would pass for "no rule is broken".
            out.println(line(arguments[i], "done", "", ""));
        }
    }

    private static String line(String... parts) {
        for (int i = 0; i < parts.length; i++) {
            parts[i] = parts[i].replaceAll("\\s+", " ");
        }
        return String.join("\t", parts);
    }
}
