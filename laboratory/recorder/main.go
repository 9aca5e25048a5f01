// laboratory sends real requests through a mesh: istiod's own code makes the proxies' configuration, a real Envoy serves it.
//
//	laboratory -requests FILE -work DIR MANIFEST...   one JSON line of what came back for each request
//	laboratory -dump MANIFEST...                      what each gateway's pod is told, in short
//	laboratory -told NAMESPACE/POD MANIFEST...         what one proxy is told, in the form of an Envoy's dump
//	laboratory -validate MANIFEST...                  what Istio's validation says of each object
//
// FILE holds one JSON object a line: {"url", "address" (ip:port to connect to), "method", "headers", "sni", "from" (namespace/pod)}.
// Sending needs a network namespace of its own (unshare -n), since every address of the mesh is put on its loopback, and the path of
// an Envoy in ENVOY.
package main

import (
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"path/filepath"
	"time"

	istiolog "istio.io/istio/pkg/log"
	"istio.io/istio/pkg/test"

	"laboratory/client"
	"laboratory/cluster"
	"laboratory/istiod"
	"laboratory/summary"
	"laboratory/told"
	"laboratory/tree"
	"laboratory/world"
)

// logsArrive is how long access logs are given to arrive after the last answer.
const logsArrive = 120 * time.Millisecond

func main() {
	requests := flag.String("requests", "", "the `FILE` of requests")
	work := flag.String("work", "", "the `DIR` that keeps what each Envoy is told")
	verbose := flag.Bool("v", false, "show istiod's log")
	validate := flag.Bool("validate", false, "print what Istio's validation says of each object, and send nothing")
	dump := flag.Bool("dump", false, "print what each gateway's pod is told, and send nothing")
	one := flag.String("told", "", "print what the proxy of this `NAMESPACE/POD` is told, and send nothing")
	flag.Parse()
	if !*verbose {
		quiet()
	}
	var err error
	if *validate {
		err = printVerdicts(flag.Args())
	} else if wrong := test.Wrap(func(t test.Failer) { err = run(t, flag.Args(), *requests, *work, *dump, *one) }); wrong != nil {
		err = wrong
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "laboratory:", err)
		os.Exit(1)
	}
}

func quiet() {
	options := istiolog.DefaultOptions()
	options.SetDefaultOutputLevel("all", istiolog.NoneLevel)
	_ = istiolog.Configure(options)
	log.SetOutput(io.Discard)
}

func printVerdicts(files []string) error {
	for _, file := range files {
		verdicts, err := cluster.Validate(file)
		if err != nil {
			return err
		}
		for _, v := range verdicts {
			fmt.Println(tree.Line(v))
		}
	}
	return nil
}

func run(t test.Failer, files []string, requestFile, work string, dump bool, one string) error {
	c, err := cluster.Read(files)
	if err != nil {
		return err
	}
	for _, r := range c.Refused {
		fmt.Println(tree.Line(map[string]any{"rejected": r}))
	}
	s, err := istiod.Start(t, c)
	if err != nil {
		return err
	}
	if one != "" {
		return printTold(s, c, one)
	}
	if dump {
		for _, p := range c.Pods {
			if cluster.Live(p) && cluster.IsGateway(p) {
				fmt.Println(tree.Line(summary.Of(s, p)))
			}
		}
		return nil
	}
	requests, err := client.Read(requestFile)
	if err != nil {
		return err
	}
	if err := world.RaiseLoopback(); err != nil {
		return fmt.Errorf("no network namespace of its own (unshare -n): %v", err)
	}
	folder, err := filepath.Abs(work)
	if err != nil {
		return err
	}
	l := newLaboratory(s, c, folder, requests)
	defer l.stop()
	if err := l.start(os.Getenv("ENVOY")); err != nil {
		return err
	}
	return report(l, requests)
}

func printTold(s *istiod.Server, c *cluster.Cluster, name string) error {
	for _, p := range c.Pods {
		if p.Namespace+"/"+p.Name == name {
			dump, err := told.Of(s, p)
			fmt.Println(dump)
			return err
		}
	}
	return fmt.Errorf("there is no pod %s", name)
}

// report sends the requests one after another and prints what came back, after what the Envoys refused of their configuration.
func report(l *Laboratory, requests []client.Request) error {
	for _, p := range l.processes {
		for _, complaint := range p.Complaints() {
			fmt.Println(tree.Line(map[string]any{"envoy": p.Name(), "says": complaint}))
		}
	}
	var results []*client.Result
	for i, r := range requests {
		results = append(results, l.send(r, fmt.Sprintf("q%d", i+1)))
	}
	time.Sleep(logsArrive)
	for i, r := range results {
		r.Log = l.logOf(fmt.Sprintf("q%d", i+1))
		fmt.Println(tree.Line(r))
	}
	return nil
}
