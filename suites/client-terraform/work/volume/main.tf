resource "aws_ebs_volume" "it" {
  availability_zone = var.zone
  size              = 1
  tags              = { Name = var.label }
}

resource "aws_ebs_snapshot" "it" {
  volume_id   = aws_ebs_volume.it.id
  description = var.label
}
