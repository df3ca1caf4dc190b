# Nightly backups of the job `memos` by Nomad itself, instead of the server's schedule.
#
# It runs beside the server, on the client that holds the same host volume. The directory
# of the backups is a second host volume, better on another disk:
#
#   client {
#     host_volume "memos" {
#       path = "/srv/nomad/memos"
#     }
#     host_volume "backups" {
#       path = "/mnt/backups"
#     }
#   }
#
#   nomad job run -var image=memos-appliance:0.1.0 nomad/backup.nomad.hcl
#
# A task that ends with another code than 0 made no good backup: it is not tried again
# before the next night, and Nomad shows the run as failed.

variable "datacenters" {
  type    = list(string)
  default = ["*"]
}

variable "image" {
  type    = string
  default = "memos-appliance:0.1.0"
}

variable "volume" {
  type    = string
  default = "memos"
}

variable "backups" {
  type    = string
  default = "backups"
}

job "memos-backup" {
  datacenters = var.datacenters
  type        = "batch"

  periodic {
    crons            = ["15 3 * * *"]
    time_zone        = "UTC"
    prohibit_overlap = true
  }

  group "backup" {
    count = 1

    volume "data" {
      type   = "host"
      source = var.volume
    }

    volume "backups" {
      type   = "host"
      source = var.backups
    }

    restart {
      attempts = 0
      mode     = "fail"
    }

    reschedule {
      attempts  = 0
      unlimited = false
    }

    task "create" {
      driver = "docker"
      user   = "10001:10001"

      config {
        image           = var.image
        args            = ["backup", "create", "--to", "/backups", "--unless-newer", "30m", "--json"]
        readonly_rootfs = true
        cap_drop        = ["all"]
        security_opt    = ["no-new-privileges"]

        mount {
          type   = "tmpfs"
          target = "/tmp"

          tmpfs_options {
            size = 33554432
          }
        }
      }

      volume_mount {
        volume      = "data"
        destination = "/var/opt/memos"
      }

      volume_mount {
        volume      = "backups"
        destination = "/backups"
      }

      resources {
        cpu        = 200
        memory     = 256
        memory_max = 512
      }
    }
  }
}
