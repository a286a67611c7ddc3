// Command redis-server is what Argo CD keeps its cache in where the machine has no Redis: the stand-in that Argo CD's
// own tests have, with those options of the real one that the step argocd gives it.
package main

import (
	"flag"
	"fmt"
	"net"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/alicebob/miniredis/v2"
)

func main() {
	bind := flag.String("bind", "127.0.0.1", "interface")
	port := flag.String("port", "6379", "port")
	flag.String("save", "", "it keeps everything in memory")
	flag.String("dir", "", "it keeps everything in memory")
	flag.Parse()

	redis := miniredis.NewMiniRedis()
	if err := redis.StartAddr(net.JoinHostPort(*bind, *port)); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	defer redis.Close()

	end := make(chan os.Signal, 1)
	signal.Notify(end, syscall.SIGTERM, syscall.SIGINT)
	// Left to itself it forgets nothing: its clock stands still.
	second := time.Tick(time.Second)
	for {
		select {
		case <-second:
			redis.FastForward(time.Second)
		case <-end:
			return
		}
	}
}
