import io.istiodoctor.cel.ObjectRulesClass;
import io.istiodoctor.cel.Reference;
import io.istiodoctor.cel.RuleClasses;
import io.istiodoctor.rule.Rule;
import io.istiodoctor.rule.RuleSet;
import io.istiodoctor.schema.admission.BuiltObjectRules;
import io.istiodoctor.schema.admission.ObjectLanguage;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What is done to compiled classes before anything runs them: {@code java -classpath ... FinishClasses.java CLASSES RULES}. */
void main(String[] arguments) throws Exception {
    Path classes = Path.of(arguments[0]);
    Path rules = Path.of(arguments[1]);
    List<Rule> read = RuleSet.load(List.of(rules)).rules();
    Consumer<String> left = line -> System.err.println("note: " + line);
    Map<String, byte[]> built = RuleClasses.of(read, rules, left);
    built.put(BuiltObjectRules.CLASS, ObjectRulesClass.of(ObjectLanguage.rulesOfReleases(), left));
    RuleClasses.write(built, classes);
    Reference.write(read, classes);
    BuiltPagesClass.write(classes);
    LinkAhead.all(classes);
    MergeLambdas.all(classes);
}
